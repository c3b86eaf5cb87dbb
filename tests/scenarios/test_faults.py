"""Every way the sandbox can misbehave, against the real bot: what people read, and what becomes of their quota."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from adapters.sandbox.faults import FAULTS, asked_in
from bot import texts
from bot.domain.job import Job, JobStatus
from bot.domain.job_events import Reason
from tests.films import make_film
from tests.once import once
from tests.scenarios.town import Town, open_town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

POSTED: Final = None
CASES: Final[dict[str, Reason | None]] = {
    # The submit: refused for certain, certainly not accepted, or nobody knows.
    "#401": Reason.PROVIDER_KEY,
    "#402": Reason.PROVIDER_CREDIT,
    "#402 #code-only": Reason.PROVIDER_CREDIT,
    "#403": Reason.CONTENT,
    "#404": Reason.MODEL_GONE,
    "#model-gone": Reason.MODEL_GONE,
    "#500": Reason.LOST,
    "#503": Reason.LOST,
    "#dropped": Reason.LOST,
    "#500-made": POSTED,
    "#non-json": POSTED,
    "#cut-json": POSTED,
    "#no-task-id": POSTED,
    "#lost-answer": POSTED,
    "#hang": POSTED,
    "#hang #slow=5": POSTED,
    "#slow-answer=1": POSTED,
    "#early-callback": POSTED,
    "#early-callback #lost-answer #status-500*2": POSTED,
    "#early-callback #hang #status-hang": POSTED,
    "#lost-answer #lost-callback": Reason.LOST,
    # What becomes of the task.
    "#moderated": Reason.CONTENT,
    "#moderated=NSFW_DETECTED": Reason.CONTENT,
    "#fail": Reason.PROVIDER_FAILED,
    "#fail=PROCESSING_TIMEOUT": Reason.PROVIDER_FAILED,
    "#fail=INSUFFICIENT_CREDITS": Reason.PROVIDER_CREDIT,
    "#fail=MODEL_UNAVAILABLE": Reason.MODEL_GONE,
    "#fail=PROMPT_TOO_LONG": Reason.BAD_REQUEST,
    "#fail=IMAGE_DOWNLOAD_FAILED": Reason.BAD_IMAGE,
    "#fail=SOMETHING_NEW": Reason.PROVIDER_FAILED,
    "#slow=3": POSTED,
    "#stuck": Reason.DEADLINE,
    "#no-result": Reason.DEADLINE,
    "#bad-result": Reason.DEADLINE,
    "#private-result": Reason.RESULT_FORBIDDEN,
    "#private-result=http://10.0.0.7/a.mp4": Reason.RESULT_FORBIDDEN,
    "#private-result=file:///etc/passwd": Reason.RESULT_FORBIDDEN,
    # Questions about the task.
    "#status-401": POSTED,
    "#status-401*1000": Reason.DEADLINE,
    "#status-404": Reason.DEADLINE,
    "#status-404*2": POSTED,
    "#status-429": POSTED,
    "#status-500": POSTED,
    "#status-hang": POSTED,
    "#status-non-json": POSTED,
    "#status-cut": POSTED,
    "#stale-status=3": POSTED,
    "#unknown-state #lying-callback": POSTED,
    # The callback.
    "#lost-callback": POSTED,
    "#twice": POSTED,
    "#late=4": POSTED,
    "#forged": POSTED,
    "#lying-callback": POSTED,
    "#foreign-callback": POSTED,
    "#callback-progress": POSTED,
    "#callback-non-json": POSTED,
    # The download.
    "#cut": Reason.PROVIDER_FAILED,
    "#cut*2": POSTED,
    "#short": Reason.RESULT_BROKEN,
    "#short*1": POSTED,
    "#empty": Reason.RESULT_BROKEN,
    "#notvideo": Reason.RESULT_BROKEN,
    "#no-length": POSTED,
    "#big=2": POSTED,
    "#big=8": Reason.RESULT_TOO_LARGE,
    "#slow-result=3": POSTED,
    "#hang-result": Reason.PROVIDER_FAILED,
    "#hang-result*1": POSTED,
    "#redirect": POSTED,
    "#redirect-loop": Reason.PROVIDER_FAILED,
    "#redirect-private": Reason.RESULT_FORBIDDEN,
    "#redirect-private=http://127.0.0.2:1/a.mp4": Reason.RESULT_FORBIDDEN,
    "#redirect-private=http://10.1.2.3/a.mp4": Reason.RESULT_FORBIDDEN,
    "#expired-result": Reason.RESULT_EXPIRED,
    "#gone-result": Reason.RESULT_EXPIRED,
    "#result-500": POSTED,
    "#result-500*1000": Reason.PROVIDER_FAILED,
}
BUSY_CASES: Final = ("#429", "#429*2", "#429-bare")
"""While a provider asks for a pause nobody submits, so these have a bot of their own. All are posted in the end."""

STATUSES: Final = {Reason.LOST: JobStatus.LOST, Reason.DEADLINE: JobStatus.EXPIRED}
NEVER_MADE: Final = frozenset({"401", "402", "403", "404", "model-gone", "500", "503", "dropped"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request went."""

    job: Job
    card: dict[str, Any]
    video: dict[str, Any] | None
    ledger: list[str]
    submits: int


@dataclass(frozen=True, slots=True)
class Story:
    """How all of them went, beside each other in one bot."""

    outcomes: dict[str, Outcome]
    used: int
    spooled: list[Path]
    played: list[Path]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    def tell() -> Story:
        folder = tmp_path_factory.mktemp("faults")
        film = make_film(folder / "film.mp4", noise=True).read_bytes()
        return asyncio.run(_tell(folder / "all", film, tuple(CASES)))

    return once(tmp_path_factory, "faults", tell)


@pytest.fixture(scope="module")
def busy_story(tmp_path_factory: pytest.TempPathFactory, clip: bytes) -> Story:
    def tell() -> Story:
        return asyncio.run(_tell(tmp_path_factory.mktemp("busy") / "all", clip, BUSY_CASES))

    return once(tmp_path_factory, "busy", tell)


async def _tell(folder: Path, clip: bytes, cases: tuple[str, ...]) -> Story:
    async with open_town(folder, clip, max_video_mb=4) as town:
        jobs = {case: await town.ask(f"a red kite {case}") for case in cases}
        for job_id in jobs.values():
            await town.ended(job_id, within=90)
        outcomes = {
            case: Outcome(
                await town.job(job_id),
                await town.card(job_id),
                await town.video(job_id),
                await town.ledger(job_id),
                town.submits(job_id),
            )
            for case, job_id in jobs.items()
        }
        played = sorted((folder / "web-media").iterdir())
        return Story(outcomes, await town.used(), town.spooled(), played)


@pytest.mark.parametrize(("case", "reason"), [(case, reason) for case, reason in CASES.items() if reason is not None])
def test_it_ends_with_a_sentence_that_says_what_to_do(story: Story, case: str, reason: Reason) -> None:
    outcome = story.outcomes[case]

    assert (outcome.job.status, outcome.job.reason) == (STATUSES.get(reason, JobStatus.FAILED), reason)
    assert outcome.card["title"] == texts.status_title(outcome.job)
    assert outcome.card["note"] == f"Your quota was given back. {texts.reason(reason, 'Sora 2')}"
    assert [button["action"] for button in outcome.card["buttons"]] in (["retry"], ["again"])


@pytest.mark.parametrize("case", [case for case, reason in CASES.items() if reason is None])
def test_it_is_posted_all_the_same(story: Story, case: str) -> None:
    outcome = story.outcomes[case]

    assert outcome.job.status is JobStatus.POSTED, outcome.job.reason
    assert outcome.video is not None
    assert outcome.card["status"] == "posted"


@pytest.mark.parametrize("case", BUSY_CASES)
def test_a_provider_that_is_busy_gets_the_request_after_its_pause(busy_story: Story, case: str) -> None:
    outcome = busy_story.outcomes[case]

    assert outcome.job.status is JobStatus.POSTED, outcome.job.reason
    assert outcome.submits == 1
    assert outcome.job.attempts > 1


def test_every_fault_of_the_sandbox_is_tried() -> None:
    tried = {fault.name for case in (*CASES, *BUSY_CASES) for fault in asked_in(case)}

    assert tried == set(FAULTS)


def test_posted_videos_are_paid_and_all_others_refunded(story: Story) -> None:
    wrong = {
        case: outcome.ledger
        for case, outcome in story.outcomes.items()
        if outcome.ledger != ["reserved", "settled" if outcome.job.status is JobStatus.POSTED else "released"]
    }

    assert wrong == {}
    assert story.used == sum(outcome.job.status is JobStatus.POSTED for outcome in story.outcomes.values())


def test_nothing_is_submitted_twice(story: Story) -> None:
    wrong = {
        case: outcome.submits
        for case, outcome in story.outcomes.items()
        if outcome.submits != (not NEVER_MADE & {fault.name for fault in asked_in(case)})
    }

    assert wrong == {}


def test_no_file_is_left_but_the_posted_videos(story: Story) -> None:
    posted = {f"{outcome.job.id}.mp4" for outcome in story.outcomes.values() if outcome.video is not None}

    assert story.spooled == []
    assert {path.name for path in story.played} == posted


async def test_a_fault_set_from_outside_does_the_same(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip, delay=timedelta(milliseconds=50)) as town:
        await control(town, {"fault": "moderated", "prompt": "kite"})
        refused, made = await town.ask("a red kite"), await town.ask("a blue boat")

        assert (await town.ended(refused)).reason is Reason.CONTENT
        assert (await town.ended(made)).status is JobStatus.POSTED


async def control(town: Town, rule: dict[str, Any]) -> None:
    """Set a rule as the command line does."""
    headers = {"Authorization": f"Bearer {town.sandbox.key}"}
    async with town.client.http.post(f"{town.sandbox.url}/control/faults", json=rule, headers=headers) as answer:
        assert answer.status == 200
