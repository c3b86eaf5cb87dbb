"""Every sentence is plain, says what to do next, and speaks of people's things, not of the program's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.commands import COMMANDS, CommandName, CommandSpec, Problem, ProblemKind
from bot.domain.catalogue import Price, PriceUnit
from bot.domain.chat import Action, Notice, Tone
from bot.domain.errors import BadImage
from bot.domain.job import CANCELLABLE, FINAL, CancelCost, Closing, Job, JobId, JobStatus
from bot.domain.job_events import Reason
from bot.domain.quota import Limit, QuotaDenied, QuotaLine, Unit, Window, lines_for
from bot.domain.rules import Closed
from bot.domain.video import ModelName
from bot.ports import Clip
from tests.builders import a_catalogue, a_job, a_request, an_offer
from tests.fakes import START

CLIP = Clip(width=1280, height=720, seconds=8.0, bytes=31_400_000)
TO_DO = re.compile(
    r"\b(Add|Ask|Cancel|Check|Choose|Come back|Delete|Invite|Keep|Leave|Load|Look|Open|Pick|Put|Retry|Reword|Run|Say"
    r"|Scale|Send|Set|Shorten|Sign in|Stop|Tell|Try|Upload|Wait|Write|Attach)\b"
)
CAMEL = re.compile(r"\b[A-Z][a-z]+[A-Z]\w*")

PROBLEMS = {
    ProblemKind.NO_PROMPT: Problem(kind=ProblemKind.NO_PROMPT),
    ProblemKind.PROMPT_TOO_LONG: Problem(
        kind=ProblemKind.PROMPT_TOO_LONG, part="2,831", option="prompt", allowed=("2,000",), model="sora-2"
    ),
    ProblemKind.NO_JOB: Problem(kind=ProblemKind.NO_JOB, part="cancel", option="cancel"),
    ProblemKind.NO_OPTIONS: Problem(kind=ProblemKind.NO_OPTIONS, part="8s", option="again"),
    ProblemKind.ONLY_JOB: Problem(kind=ProblemKind.ONLY_JOB, part="please", option="cancel", allowed=("k7m2qx9d",)),
    ProblemKind.NOT_A_VIDEO: Problem(kind=ProblemKind.NOT_A_VIDEO, part="thank you!"),
    ProblemKind.UNKNOWN_ADMIN: Problem(kind=ProblemKind.UNKNOWN_ADMIN, part="dance", allowed=("show", "pause")),
    ProblemKind.UNKNOWN_COMMAND: Problem(
        kind=ProblemKind.UNKNOWN_COMMAND, part="staus", allowed=("status", "queue"), nearest="status"
    ),
    ProblemKind.UNKNOWN_OPTION: Problem(
        kind=ProblemKind.UNKNOWN_OPTION, part="--secnds", allowed=("--size", "--seconds"), nearest="--seconds"
    ),
    ProblemKind.MISSING_VALUE: Problem(kind=ProblemKind.MISSING_VALUE, part="--seconds", option="seconds"),
    ProblemKind.GIVEN_TWICE: Problem(kind=ProblemKind.GIVEN_TWICE, part="12s", option="seconds", allowed=("8s",)),
    ProblemKind.BAD_NUMBER: Problem(
        kind=ProblemKind.BAD_NUMBER, part="9", option="count", allowed=("1", "2", "3", "4"), nearest="4"
    ),
    ProblemKind.BAD_FLAG: Problem(kind=ProblemKind.BAD_FLAG, part="maybe", option="private", allowed=("yes", "no")),
    ProblemKind.BAD_LINK: Problem(kind=ProblemKind.BAD_LINK, part="ftp://x", option="image", allowed=("https://…",)),
    ProblemKind.UNKNOWN_MODEL: Problem(
        kind=ProblemKind.UNKNOWN_MODEL, part="sora-9", option="model", allowed=("sora-2",), nearest="sora-2"
    ),
    ProblemKind.SEVERAL_MODELS: Problem(
        kind=ProblemKind.SEVERAL_MODELS, part="sora", option="model", allowed=("sora-2", "sora-2-pro")
    ),
    ProblemKind.UNKNOWN_SIZE: Problem(
        kind=ProblemKind.UNKNOWN_SIZE, part="huge", option="size", allowed=("portrait 720p", "square 720p")
    ),
    ProblemKind.NO_SUCH_SECONDS: Problem(
        kind=ProblemKind.NO_SUCH_SECONDS, part="9s", option="seconds", allowed=("4", "8"), nearest="8", model="sora-2"
    ),
    ProblemKind.NO_SUCH_SIZE: Problem(
        kind=ProblemKind.NO_SUCH_SIZE, part="1:1", option="size", allowed=("portrait 720p",), model="sora-2"
    ),
    ProblemKind.NO_SUCH_SET: Problem(
        kind=ProblemKind.NO_SUCH_SET, part="16s", option="seconds", allowed=("4", "8"), nearest="8", model="sora-2"
    ),
    ProblemKind.NO_IMAGES: Problem(kind=ProblemKind.NO_IMAGES, option="image", model="sora-2"),
    ProblemKind.NO_SEED: Problem(kind=ProblemKind.NO_SEED, part="7", option="seed", model="sora-2"),
    ProblemKind.NO_MODELS: Problem(kind=ProblemKind.NO_MODELS),
}
BAD_IMAGES = (
    *("not_an_image", "too_large", "too_many_pixels", "unsupported", "unsupported_by_model", "unreachable"),
    *("forbidden", "a_problem_that_is_new"),
)


def ended(status: JobStatus, **changes: Any) -> Job:
    reason = {JobStatus.EXPIRED: Reason.DEADLINE, JobStatus.LOST: Reason.LOST, JobStatus.CANCELLED: Reason.CANCELLED}
    values = {"status": status, "reason": reason.get(status, Reason.CONTENT), "closing": Closing.RELEASED}
    return a_job(**{**values, **changes})


def a_line(
    takes: int = 1, *, window: Window = Window.DAY, scope: str = "person:web:local:ann", **limit: Any
) -> QuotaLine:
    values = {"unit": Unit.VIDEOS, "amount": 5, **limit}
    found = Limit(scope=scope, window=window, **values)
    return lines_for((found,), {found.unit: takes}, START)[0]


REFUSALS = {
    **{f"problem {kind}": texts.problem(problem) for kind, problem in PROBLEMS.items()},
    **{f"image {problem}": texts.bad_image(BadImage(problem)) for problem in BAD_IMAGES},
    **{f"reason {why}": texts.reason(why, "Sora 2") for why in Reason},
    **{f"ending {status}": texts.ending(ended(status), "Sora 2") for status in sorted(FINAL - {JobStatus.POSTED})},
    **{
        f"too late {status}": texts.cannot_cancel(a_job(status=status))
        for status in sorted(set(JobStatus) - CANCELLABLE)
    },
    "quota": texts.quota_denied(QuotaDenied(a_line(), 5), START),
    "quota for ever": texts.quota_denied(QuotaDenied(a_line(window=Window.TOTAL), 5), START),
    "more than the limit": texts.quota_denied(QuotaDenied(a_line(12, unit=Unit.SECONDS, amount=10), 0), START),
    "not yours": texts.not_yours(JobId("k7m2qx9d")),
    "unknown job": texts.unknown_job(JobId("k7m2qx9d")),
    "picture gone": texts.image_gone(),
    "not private": texts.private_not_here(),
    "remix without words": texts.remix_needs_words(JobId("k7m2qx9d")),
    **{f"no delete {status}": texts.cannot_delete(a_job(status=status)) for status in sorted(JobStatus)},
    "deleted already": texts.cannot_delete(ended(JobStatus.POSTED, deleted_at=START)),
    "not removed": texts.not_removed(),
    "start image gone": texts.start_image_gone(),
    "no video yet": texts.no_video_yet(JobId("k7m2qx9d")),
    "start image without words": texts.start_image_needs_words(JobId("k7m2qx9d")),
    "not in channel": texts.not_in_channel("@sora"),
    "picture not reached": texts.picture_not_reached(),
    "no picture": texts.no_picture(),
    "several pictures": texts.one_picture(2),
    "not a picture": texts.not_a_picture(),
    "no admin": texts.admins_only(),
    "paused": texts.not_taken(Closed(by="Ann", since=START)),
    "closed channel": texts.not_taken(Closed(channel="studio", by="Ann", since=START)),
    "broken": texts.internal_error("k7m2qx9d"),
    "full": texts.storage_full(),
    "busy": texts.busy(timedelta(seconds=20)),
    "link ended": texts.link_expired(),
    "wrong host": texts.page_wrong_host(),
    "cross site": texts.page_cross_site(),
    "no password": texts.page_needs_password(),
    "not signed in": texts.page_sign_in_first(),
    "unknown conversation": texts.page_unknown_conversation(),
    "page broke": texts.page_trouble(),
    "running": texts.already_running("bot.sqlite"),
    "port": texts.port_in_use("127.0.0.1", 8080),
    "database": texts.database_unreachable("db.example:5432"),
    "database too new": texts.database_too_new(),
    "setting": texts.setting_problem("SORA-TOKEN", "is missing"),
}


@pytest.mark.parametrize("sentence", REFUSALS.values(), ids=REFUSALS)
def test_every_refusal_says_what_to_do(sentence: str) -> None:
    if "nothing more to do" not in sentence:
        assert TO_DO.search(sentence), sentence


@pytest.mark.parametrize("sentence", REFUSALS.values(), ids=REFUSALS)
def test_no_refusal_speaks_in_codes(sentence: str) -> None:
    assert not re.search(r"_|HTTP|\b[45][0-9]{2}\b|Error|None|[{}<>]|Traceback", sentence), sentence
    assert set(CAMEL.findall(sentence)) <= {"PostgreSQL", "WebP"}, sentence


@pytest.mark.parametrize("sentence", REFUSALS.values(), ids=REFUSALS)
def test_every_refusal_is_made_of_whole_sentences(sentence: str) -> None:
    assert sentence[0].isupper() or sentence[0] == "“" or sentence.startswith(("sora-2", "SORA"))
    assert sentence[-1] in ".?"
    assert "  " not in sentence
    assert " . " not in sentence


def test_there_is_a_sentence_for_every_problem_and_it_holds_what_the_problem_holds() -> None:
    assert set(PROBLEMS) == set(ProblemKind)

    for problem in PROBLEMS.values():
        sentence = texts.problem(problem)
        assert problem.part in sentence
        assert all(value in sentence for value in problem.allowed if problem.kind is not ProblemKind.BAD_FLAG)
        assert problem.nearest is None or problem.nearest in sentence


def test_every_reason_has_a_sentence_of_its_own() -> None:
    assert len({texts.reason(why, "Sora 2") for why in Reason}) == len(Reason)


def test_a_title_with_braces_stays_as_it_is() -> None:
    assert "{0} Film" in texts.reason(Reason.CONTENT, "{0} Film")


def test_a_vendors_words_are_never_repeated() -> None:
    job = ended(JobStatus.FAILED, detail="E_POLICY_3001: blocked by upstream")

    card = texts.job_card(job, offer=an_offer(), position=None, quota_left=None, now=START)

    assert "3001" not in card.note
    assert "upstream" not in card.note


# --- cards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", JobStatus)
def test_every_status_has_a_card(status: JobStatus) -> None:
    job = ended(status) if status in FINAL else a_job(status=status, submitted_at=START)

    card = texts.job_card(job, offer=an_offer(), position=2, quota_left="4 videos left today", now=START)

    assert card.title
    assert (card.status, card.is_final) == (status.value, status in FINAL)
    assert (card.progress is None) == card.is_final
    assert card.prompt == job.request.prompt
    assert "Sora 2" in card.facts
    assert "_" not in texts.status_word(status)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (JobStatus.ACCEPTED, "accepted"),
        (JobStatus.QUEUED, "queued"),
        (JobStatus.RENDERING, "rendering"),
        (JobStatus.FETCHING, "fetching"),
    ],
)
def test_a_card_shows_the_step_the_job_is_at(status: JobStatus, step: str) -> None:
    card = texts.job_card(a_job(status=status), offer=an_offer(), position=None, quota_left=None, now=START)

    assert card.progress is not None
    assert card.progress.steps == ("accepted", "queued", "rendering", "fetching", "posted")
    assert card.progress.steps[card.progress.current] == step


@pytest.mark.parametrize("status", JobStatus)
def test_buttons_are_those_that_would_do_something(status: JobStatus) -> None:
    card = texts.job_card(ended(status), offer=an_offer(), position=None, quota_left=None, now=START)

    expected = {Action.CANCEL} if status in CANCELLABLE else set()
    if status in (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST):
        expected = {Action.RETRY}
    if status is JobStatus.POSTED:
        expected = {Action.AGAIN, Action.REMIX, Action.START_IMAGE, Action.DELETE}
    assert {button.action for button in card.buttons} == expected
    assert all(button.job_id == "abcdefgh" for button in card.buttons)


def test_a_waiting_card_tells_price_place_and_what_is_left() -> None:
    job = a_job(price_microusd=400_000)

    card = texts.job_card(job, offer=an_offer(), position=2, quota_left="1 video left today", now=START)

    assert card.facts == (
        "Sora 2",
        "landscape 720p (1280x720)",
        "8 s",
        "$0.40",
        "2 videos before it",
        "1 video left today",
    )


def test_a_card_without_quota_or_offer_leaves_them_out_and_says_that_it_knows_no_price() -> None:
    job = a_job(status=JobStatus.RENDERING, request=a_request(seconds=None))

    card = texts.job_card(job, offer=None, position=None, quota_left=None, now=START)

    assert card.facts == ("sora-2", "landscape 720p (1280x720)", "length as the model likes", "price not known")


def test_a_rendering_card_lets_the_page_count_by_itself() -> None:
    job = a_job(status=JobStatus.RENDERING, started_at=START, progress=0.4, expected=timedelta(seconds=40))

    card = texts.job_card(job, offer=an_offer(), position=None, quota_left=None, now=START + timedelta(seconds=9))

    assert card.progress is not None
    assert (card.progress.since, card.progress.expected, card.progress.fraction) == (START, timedelta(seconds=40), 0.4)


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST])
def test_a_failure_says_that_the_quota_was_given_back(status: JobStatus) -> None:
    card = texts.job_card(ended(status), offer=an_offer(), position=None, quota_left=None, now=START)

    assert "Your quota was given back." in card.note
    assert card.tone is Tone.BAD


def test_a_cancel_says_whether_it_was_paid_for() -> None:
    free = texts.cancelled(ended(JobStatus.CANCELLED))
    paid = texts.cancelled(ended(JobStatus.CANCELLED, closing=Closing.SETTLED))
    open_yet = texts.cancelled(a_job(status=JobStatus.CANCELLING))

    assert "given back" in free
    assert "counts against your quota" in paid
    assert "in a moment" in open_yet


def test_the_question_before_a_cancel_says_what_it_costs() -> None:
    assert "given back" in texts.cancel_notice(a_job(), CancelCost.NOTHING).text
    assert "If the provider takes it" in texts.cancel_notice(a_job(), CancelCost.OPEN).text
    assert "counts against your quota" in texts.cancel_notice(a_job(), CancelCost.CHARGED).text


@pytest.mark.parametrize("cost", CancelCost)
def test_an_admin_who_cancels_is_told_whose_quota_it_is(cost: CancelCost) -> None:
    assert "ts owner's quota" in texts.cancel_notice(a_job(), cost, is_own=False).text
    for closing in (Closing.SETTLED, Closing.RELEASED):
        assert "ts owner's quota" in texts.cancelled(ended(JobStatus.CANCELLED, closing=closing), is_own=False)


@pytest.mark.parametrize("cost", CancelCost)
def test_the_yes_to_a_cancel_that_costs_nothing_keeps_to_that(cost: CancelCost) -> None:
    yes, keep = texts.cancel_notice(a_job(), cost).buttons

    assert (yes.action is Action.CANCEL_FREE) == (cost is CancelCost.NOTHING)
    assert keep.action is Action.KEEP


# --- videos --------------------------------------------------------------------------------------------------------


def test_a_finished_video_is_posted_for_the_one_who_asked_with_buttons_to_go_on() -> None:
    post = texts.video_post(a_job(), CLIP)

    assert post.mentions == "ann"
    assert "@" not in post.text
    assert [button.label for button in post.buttons] == ["Again", "Remix", "Use as start image", "Delete"]
    assert (post.width, post.height, post.seconds) == (1280, 720, 8.0)


def test_a_video_that_is_too_large_says_so_beside_its_link() -> None:
    post = texts.video_post(a_job(), CLIP, "https://bot.example/v/1")

    assert "31 MB" in post.text
    assert "link" in post.text


def test_a_private_video_that_goes_elsewhere_says_that_it_comes_directly_on_every_platform() -> None:
    job = a_job()
    private = replace(job, conversation=replace(job.conversation, only="ann"))

    text = texts.video_post(private, CLIP, is_elsewhere=True).text

    assert "private" in text
    assert "directly" in text
    assert "no more" not in text


@given(st.text(max_size=50), st.sampled_from(["sora-2", "Wan-AI/Wan2.2-T2V", "モデル", ".."]))
def test_a_file_name_is_plain_and_holds_no_word_of_the_prompt(prompt: str, model: str) -> None:
    job = a_job(request=a_request(prompt, model=ModelName(model)))

    name = texts.filename(job)

    assert re.fullmatch(r"(?:[a-z0-9][a-z0-9.-]*-)?abcdefgh\.mp4", name)
    assert name == texts.filename(a_job(request=a_request("another", model=ModelName(model))))


# --- quotas --------------------------------------------------------------------------------------------------------


def test_a_denial_says_how_much_is_used_when_there_is_more_and_what_to_do() -> None:
    assert REFUSALS["quota"] == (
        "You have used 5 of 5 videos today, and this would take 1 video. "
        "There is more tomorrow at 00:00 UTC, in 12 h. Come back then, or ask an admin for more."
    )


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("team:1", "This team has"),
        ("channel:1", "This channel has"),
        ("role:1", "Your role has"),
        ("everyone", "You have"),
    ],
)
def test_a_denial_says_whose_limit_it_is(scope: str, words: str) -> None:
    assert texts.quota_denied(QuotaDenied(a_line(scope=scope), 5), START).startswith(words)


def test_money_is_told_as_money_and_weeks_by_their_day() -> None:
    line = a_line(400_000, unit=Unit.USD, amount=2_000_000, window=Window.WEEK)

    sentence = texts.quota_denied(QuotaDenied(line, 1_800_000), START)

    assert "$1.80 of $2.00 this week" in sentence
    assert "$0.40" in sentence
    assert "on Mon 23 Nov at 00:00 UTC, in 2 d 12 h" in sentence


def test_what_is_left_is_never_less_than_nothing() -> None:
    assert texts.quota_left(a_line(), 2) == "3 videos left today"
    assert texts.quota_left(a_line(), 4) == "1 video left today"
    assert texts.quota_left(a_line(), 9) == "0 videos left today"


@given(st.integers(0, 1000), st.integers(-1, 1000))
def test_a_bar_is_empty_only_for_nothing_and_full_only_for_everything(used: int, limit: int) -> None:
    bar = texts.quota_bar(used, limit)

    assert len(bar) == 10
    assert ("█" not in bar) == (used == 0 and limit > 0)
    assert ("░" not in bar) == (used >= limit or limit <= 0)


def test_the_quota_answer_shows_every_limit() -> None:
    notice = texts.quota_notice([(a_line(), 2), (a_line(window=Window.TOTAL, amount=100), 40)], START)

    assert notice.table is not None
    assert notice.table.rows == (
        ("5 videos today", "████░░░░░░ 2 of 5 videos", "3 videos", "in 12 h"),
        ("100 videos in all", "████░░░░░░ 40 of 100 videos", "60 videos", "never"),
    )


# --- lists ---------------------------------------------------------------------------------------------------------

EMPTY = {
    "status": texts.status_notice([], START),
    "queue": texts.queue_notice(waiting=0, running=0, yours=[], now=START),
    "history": texts.history_notice([], START),
    "quota": texts.quota_notice([], START),
    "models": texts.models_notice(type(a_catalogue())(offers=(), limits={})),
}


@pytest.mark.parametrize("notice", EMPTY.values(), ids=EMPTY)
def test_an_empty_list_is_a_sentence_and_no_empty_table(notice: Notice) -> None:
    assert notice.text.endswith(".")
    assert notice.table is None


def test_lists_have_one_cell_for_every_heading() -> None:
    job = a_job()
    notices = [
        texts.status_notice([job], START),
        texts.queue_notice(waiting=1, running=1, yours=[(job, 0), (job, None)], now=START),
        texts.history_notice([job], START),
        texts.quota_notice([(a_line(), 2)], START),
        texts.models_notice(a_catalogue()),
        texts.help_notice(),
        *(texts.help_notice(name) for name in CommandName),
    ]

    for notice in notices:
        if notice.table is not None:
            assert all(len(row) == len(notice.table.headings) for row in notice.table.rows)
            assert all(cell for row in notice.table.rows for cell in row)


def test_the_place_in_the_queue_is_told() -> None:
    notice = texts.queue_notice(waiting=3, running=1, yours=[(a_job(), 0), (a_job(), 2)], now=START)

    assert notice.text == "1 video being made, 3 waiting. Yours:"
    assert notice.table is not None
    assert [row[1] for row in notice.table.rows] == ["next", "2 before it"]


def test_a_long_prompt_is_cut_in_a_list() -> None:
    job = a_job(request=a_request("a kite\n" * 100))

    row = texts.history_row(job, START + timedelta(minutes=5))

    assert len(row[-1]) <= 60
    assert row[-1].endswith("…")
    assert row[1] == "5 min ago"


def test_models_are_listed_with_everything_one_can_ask_for() -> None:
    notice = texts.models_notice(
        a_catalogue(an_offer(), an_offer(model=ModelName("dear"), title="Dear", price=Price(PriceUnit.SECOND, 100_000)))
    )

    assert notice.table is not None
    assert notice.table.rows == (
        ("Sora 2", "sora-2", "landscape 720p, portrait 720p", "4, 8, 12", "$0.50 a video"),
        ("Dear", "dear", "landscape 720p, portrait 720p", "4, 8, 12", "$0.10 a second"),
    )


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_help_knows_every_command_with_an_example(spec: CommandSpec) -> None:
    overview = texts.help_notice()
    about = texts.help_notice(spec.name)

    assert overview.table is not None
    assert spec.description in {row[1] for row in overview.table.rows}
    assert all(example in about.text for example in spec.examples)


# --- numbers in words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (-5, "0 s"),
        (0.4, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (18_720, "5 h 12 min"),
        (86_400, "1 d"),
        (100_000, "1 d 3 h"),
        (2_592_000, "30 d"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert texts.duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("microusd", "words"),
    [
        (0, "$0.00"),
        (400_000, "$0.40"),
        (1_250_000, "$1.25"),
        (126_000, "$0.13"),
        (2_500, "$0.0025"),
        (12_345_678, "$12.35"),
    ],
)
def test_money_is_told_in_cents_and_small_amounts_in_full(microusd: int, words: str) -> None:
    assert texts.money(microusd) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0.1 MB"), (8_400_000, "8.4 MB"), (31_400_000, "31 MB"), (9_960_000, "10.0 MB")]
)
def test_a_file_size_is_told_in_megabytes(count: int, words: str) -> None:
    assert texts.file_size(count) == words


@pytest.mark.parametrize(
    ("values", "words"), [((), ""), (("4",), "4"), (("4", "8"), "4 or 8"), (("4", "8", "12"), "4, 8 or 12")]
)
def test_choices_are_told_as_people_say_them(values: tuple[str, ...], words: str) -> None:
    assert texts.any_of(values) == words
