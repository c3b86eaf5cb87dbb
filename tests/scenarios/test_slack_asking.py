"""What people can say to the bot in Slack, and who sees the answer."""

from __future__ import annotations

import pytest

from bot.domain.job import JobStatus
from tests.scenarios.office import Office, id_of, jobs_in, jobs_of
from tests.slack.reading import pings, text_of
from tests.slack.shown import posted
from tests.slack.world import Channel, Message

HOSTILE = (
    "a kite <!channel> <!here> @everyone *bold* _it_ ~gone~ `x` &amp; <b> <https://evil.example|our bank> "
    "<@U0000NOBODY> :wave: > quoted \u202eright to left עפיפון 🪁"
)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("quota", "What you may still make"),
        ("models", "You get Sora 2"),
        ("help", "Write “@sora” and what a video should show"),
        ("status", "Nothing of yours is being made"),
        ("queue", "The queue is empty"),
        ("history", "no videos yet"),
    ],
)
async def test_answers_that_concern_one_person_are_seen_by_nobody_else(office: Office, words: str, part: str) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, words)
        mentioned = await office.whisper(office.ann, part)
        await office.bob.slash(office.channel, "/sora", words)
        commanded = await office.whisper(office.bob, part)
        office.ann.writes(words)
        direct = await office.slack.channel_until(office.ann.dm, lambda one: part in text_of(one))
        await office.quiet()

    assert (mentioned.only_for, commanded.only_for, direct.only_for) == (office.ann.id, office.bob.id, None)
    assert (mentioned.thread_ts, commanded.thread_ts) == (None, None)
    assert office.said() == []


async def test_an_answer_for_one_person_stands_in_the_thread_in_which_it_was_asked_for(office: Office) -> None:
    async with office.bot():
        first = office.bob.posts(office.channel, "what is left for you?")
        office.ann.mentions(office.channel, "quota", thread=first)
        answer = await office.whisper(office.ann, "What you may still make")

    assert answer.thread_ts == first.ts
    assert office.said() == []


async def test_again_and_remix_are_commands_too(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite, portrait")
        job_id = id_of(await office.video())
        office.ann.mentions(office.channel, f"again {job_id}")
        await office.ann.slash(office.channel, "/sora", f"remix {job_id} a blue kite")
        jobs = await jobs_of(town, 3)

    assert sorted(job.request.prompt for job in jobs) == ["a blue kite", "a red kite", "a red kite"]
    assert len({job.request.shape for job in jobs}) == 1


@pytest.mark.parametrize("way", ["mention", "command"])
async def test_a_cancel_is_a_command_too(office: Office, way: str) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #slow=30")
        card = await office.card("being made")
        if way == "mention":
            office.ann.mentions(office.channel, f"cancel {id_of(card)}")
        else:
            await office.ann.slash(office.channel, "/sora", f"cancel {id_of(card)}")
        question = await office.whisper(office.ann, "counts against your quota")
        assert (await town.job(id_of(card))).status is not JobStatus.CANCELLED
        await office.ann.presses(question, "Cancel it")
        answer = await office.whisper(office.ann, "Cancelled")
        await office.card("is cancelled")

        assert (await town.job(id_of(card))).status is JobStatus.CANCELLED
    assert answer.only_for == office.ann.id


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("a kite --seconds 7", ("“7”", "4, 8 or 12", "mean 8")),
        ("a kite --size portrat", ("“portrat”", "landscape 720p, portrait 720p", "mean portrait")),
        ("a kite --model sora-9", ("“sora-9”", "sora-2 or sora-2-pro", "mean sora-2")),
        ("a kite --count 99", ("“99”", "1, 2, 3 or 4", "mean 4")),
        ("histry", ("“histry”", "create, remix, again", "Write “@sora history”, or “@sora create histry”")),
        ("again", ("“again”", "as in “@sora again ", "“@sora history” lists")),
        ("cancel zzzzzzzz", ("“zzzzzzzz”", "“@sora status”")),
    ],
)
async def test_a_wrong_value_is_named_with_what_is_possible(office: Office, words: str, parts: tuple[str, ...]) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, words)
        answer = await office.whisper(office.ann)

        assert await jobs_in(town) == 0
    assert [part for part in parts if part not in text_of(answer)] == []
    assert office.said() == []


async def test_nothing_said_offers_the_form(office: Office) -> None:
    async with office.bot():
        mention = office.ann.mentions(office.channel, "")
        answer = await office.whisper(office.ann, "paper boat")
        await office.ann.presses(answer, "Open the form")
        assert await office.ann.fills_and_sends(prompt="a kite at dawn") == {}
        video = await office.video()

    assert video.thread_ts == mention.ts
    assert "a kite at dawn" in text_of(video)


async def test_what_is_edited_or_deleted_is_no_new_request(office: Office) -> None:
    async with office.bot() as town:
        message = office.ann.writes("a red kite")
        mention = office.ann.mentions(office.channel, "a green kite")
        await office.card("is here", channel=office.ann.dm)
        await office.card()
        office.ann.edits(message, "a blue kite")
        office.ann.edits(mention, f"<@{office.workspace.bot_user}> a blue kite")
        office.ann.deletes(message)
        office.ann.deletes(mention)
        await office.quiet()

        assert await jobs_in(town) == 2


async def test_what_bots_say_starts_nothing(office: Office) -> None:
    def says(bot_id: str | None, user: str, channel: Channel, kind: str) -> None:
        text = f"<@{office.workspace.bot_user}> a kite of bots"
        message = Message(channel=channel, ts=office.slack.world.new_ts(), user=user, text=text, bot_id=bot_id)
        office.slack.world.add_message(message)
        office.slack.world.on_event(office.workspace, posted(message) | {"type": kind})

    async with office.bot() as town:
        says("B0000OTHER", "U0000OTHER", office.channel, "app_mention")
        says("B0000OTHER", "U0000OTHER", office.ann.dm, "message")
        says(office.workspace.bot_id, office.workspace.bot_user, office.channel, "app_mention")
        says(office.workspace.bot_id, office.workspace.bot_user, office.ann.dm, "message")
        office.ann.mentions(office.channel, "status")
        await office.whisper(office.ann, "Nothing of yours")
        await office.quiet()

        assert await jobs_in(town) == 0
    assert len(office.channel.log) == 4


async def test_what_is_not_said_to_the_bot_starts_nothing(office: Office) -> None:
    async with office.bot() as town:
        office.ann.posts(office.channel, "sora, a red kite")
        office.ann.mentions(office.channel, "status")
        await office.whisper(office.ann, "Nothing of yours")

        assert await jobs_in(town) == 0


async def test_a_prompt_calls_nobody_and_reads_as_it_was_written(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, HOSTILE)
        card = await office.card("is here")
        video = await office.video()
        office.ann.mentions(office.channel, "history")
        history = await office.whisper(office.ann, "a kite")
        office.ann.mentions(office.channel, "a kite --size <!channel>")
        wrong = await office.whisper(office.ann, "is not a size")

    assert [*pings(card), *pings(history), *pings(wrong)] == []
    assert list(pings(video)) == [office.ann.id]
    for shown in (text_of(card), text_of(video)):
        assert "*bold* _it_ ~gone~ `x` &amp; <b>" in shown
        assert "> quoted" in shown
        assert "עפיפון 🪁" in shown


async def test_a_prompt_of_ten_thousand_characters_is_made_as_it_is(office: Office) -> None:
    prompt = "kite " * 2000
    async with office.bot() as town:
        office.ann.mentions(office.channel, prompt)
        card = await office.card()
        job = await town.job(id_of(card))

    assert job.request.prompt == prompt.strip()
    assert len(text_of(card)) < 1500


async def test_somebody_who_is_mentioned_in_a_prompt_is_called_by_name(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, f"<@{office.bob.id}> flies a kite with {{bot}} in <#{office.channel.id}>")
        card = await office.card()
        job = await town.job(id_of(card))

    assert list(pings(card)) == []
    assert job.request.prompt.startswith("@bob flies a kite")
    assert "@bob flies a kite" in text_of(card)


@pytest.mark.parametrize("tells_of_people", [True, False])
async def test_the_bot_and_channels_that_are_mentioned_in_a_prompt_are_called_by_name(
    office: Office, tells_of_people: bool
) -> None:
    async with office.bot() as town:
        if not tells_of_people:
            office.slack.trouble("users.info", error="internal_error", times=9)
        office.ann.mentions(office.channel, f"a poster: ask <@{office.workspace.bot_user}> in <#{office.channel.id}>")
        card = await office.card()
        job = await town.job(id_of(card))

    assert job.request.prompt == "a poster: ask @sora in #videos"


@pytest.mark.parametrize("name", ["bob --count 4 --model sora-2-pro", "bob, 12s", "sora admin pause"])
async def test_what_somebody_is_called_chooses_nothing(office: Office, name: str) -> None:
    office.bob.user.name = name
    async with office.bot() as town:
        office.ann.mentions(office.channel, f"<@{office.bob.id}> flies a kite with <@{office.bob.id}>")
        job = await town.job(id_of(await office.card("is here")))
        await office.quiet()

        assert await jobs_in(town) == 1
    assert job.request.prompt == f"@{name} flies a kite with @{name}"
    assert (job.request.model, job.request.seconds) == ("sora-2", 8)


async def test_a_wrong_value_is_named_by_the_name_that_was_seen(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, f"a kite --model <@{office.bob.id}>")
        answer = await office.whisper(office.ann, "@bob")

    assert "model" in text_of(answer)


async def test_a_slip_that_is_put_right_is_answered_once_more(office: Office) -> None:
    async with office.bot():
        mention = office.ann.mentions(office.channel, "histry")
        await office.whisper(office.ann, "slip")
        office.ann.edits(mention, f"<@{office.workspace.bot_user}> history")
        await office.whisper(office.ann, "no videos yet")
        office.slack.repeat_last_event()
        await office.quiet()

    assert len(office.channel.whispers(office.ann.id)) == 2


async def test_an_old_mention_that_is_edited_is_no_new_video(office: Office) -> None:
    async with office.bot() as town:
        mention = office.ann.posts(office.channel, "a red kite")
        mention.ts = f"{float(mention.ts) - 25 * 3600:.6f}"
        office.ann.edits(mention, f"<@{office.workspace.bot_user}> a red kite!")
        office.ann.mentions(office.channel, "status")
        await office.whisper(office.ann, "Nothing of yours")
        await office.quiet()

        assert (await jobs_in(town), await town.used()) == (0, 0)


@pytest.mark.parametrize("how", [{"status": 503}, {"retry_after": 1}])
async def test_the_way_to_the_form_is_told_as_soon_as_slack_takes_it(office: Office, how: dict[str, int]) -> None:
    async with office.bot():
        office.slack.trouble("chat.postEphemeral", **how)
        office.ann.mentions(office.channel, "")
        await office.whisper(office.ann, "paper boat")

    assert len(office.channel.whispers(office.ann.id)) == 1


@pytest.mark.parametrize(
    ("way", "words", "prompt"),
    [
        ("mention", "Sora from the tale swings a keyblade", "Sora from the tale swings a keyblade"),
        ("command", "Sora, the boy with a keyblade, jumps", "Sora, the boy with a keyblade, jumps"),
        ("direct message", "sora, a kite", "a kite"),
    ],
)
async def test_what_calls_the_bot_is_taken_off_once(office: Office, way: str, words: str, prompt: str) -> None:
    async with office.bot() as town:
        await office.answer(office.ann, words, way=way)
        (job,) = await jobs_of(town, 1)
        await office.card("is here", channel=office.ann.dm if way == "direct message" else office.channel)

    assert job.request.prompt == prompt
