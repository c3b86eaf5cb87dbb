"""Buttons under cards and videos in Slack."""

from __future__ import annotations

import pytest

from bot.domain.job import JobStatus
from tests.scenarios.office import Office, id_of, jobs_in, jobs_of
from tests.slack.pressables import labels_in
from tests.slack.reading import text_of
from tests.slack.world import Message


async def test_a_cancel_asks_first_and_says_what_it_costs(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #slow=30")
        card = await office.card("being made")
        await office.ann.presses(card, "Cancel")
        question = await office.whisper(office.ann, "counts against your quota")
        await office.ann.presses(question, "Cancel it")
        await office.card("is cancelled")
        job = await town.job(id_of(card))

    assert job.status is JobStatus.CANCELLED
    assert "Cancelled" in text_of(question)
    assert labels_in(question.blocks) == []
    assert len(office.ann.whispers(office.channel)) == 1
    assert card.thread_ts == question.thread_ts


async def test_a_second_thought_changes_nothing(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #slow=2")
        card = await office.card("being made")
        await office.ann.presses(card, "Cancel")
        question = await office.whisper(office.ann, "Cancel it anyway?")
        await office.ann.presses(question, "Keep it")
        await office.slack.until(lambda: "It goes on" in text_of(question) or None)
        await office.card("is here")
        job = await town.job(id_of(card))

    assert job.status is JobStatus.POSTED


async def test_in_direct_messages_a_question_stands_among_the_messages(office: Office) -> None:
    async with office.bot():
        office.ann.writes("a kite #slow=30")
        card = await office.card("being made", channel=office.ann.dm)
        await office.ann.presses(card, "Cancel")
        question = await office.slack.channel_until(office.ann.dm, lambda one: "Cancel it anyway?" in text_of(one))
        await office.ann.presses(question, "Cancel it")
        await office.slack.until(lambda: "Cancelled" in text_of(question) or None)
        await office.card("is cancelled", channel=office.ann.dm)
        await office.quiet()

    assert question.only_for is None or question.only_for == office.ann.id
    assert labels_in(question.blocks) == []


@pytest.mark.parametrize("name", ["Cancel", "Delete"])
async def test_somebody_elses_video_is_not_theirs_to_end(office: Office, name: str) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a kite #slow=2" if name == "Cancel" else "a kite")
        shown = await (office.card("being made") if name == "Cancel" else office.video())
        await office.bob.presses(shown, name)
        answer = await office.whisper(office.bob, "belongs to somebody else")
        await office.number_of_videos(1)

    assert labels_in(answer.blocks) == []
    assert office.ann.whispers(office.channel) == []


async def test_an_answer_that_was_pressed_by_another_hand_is_refused(office: Office) -> None:
    """A question is for one person alone, but its buttons are names that anybody's client could send."""
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #slow=2")
        card = await office.card("being made")
        await office.ann.presses(card, "Cancel")
        question = await office.whisper(office.ann, "Cancel it anyway?")
        stolen = Message(office.channel, question.ts, question.user, blocks=question.blocks, only_for=office.bob.id)
        office.slack.world.add_message(stolen)
        await office.bob.presses(stolen, "Cancel it")
        await office.slack.until(lambda: "belongs to somebody else" in text_of(stolen) or None)
        await office.number_of_videos(1)

        assert (await town.job(id_of(card))).status is JobStatus.POSTED


async def test_buttons_and_questions_work_after_a_restart(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Delete")
        question = await office.whisper(office.ann, "Delete this video?")
    async with office.bot():
        await office.bob.presses(video, "Again")
        await office.number_of_videos(2)
        await office.bob.presses(video, "Remix")
        assert await office.bob.fills_and_sends(prompt="a blue kite") == {}
        await office.number_of_videos(3)
        threads = {one.thread_ts for one in office.videos()}
        await office.ann.presses(question, "Delete it")
        await office.card("was deleted")

    assert threads == {video.thread_ts}
    assert video.is_deleted


async def test_what_somebody_else_makes_again_is_theirs(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        await office.bob.presses(video, "Again")
        owners = [job.requester.user for job in await jobs_of(town, 2)]

    assert owners == [office.ann.id, office.bob.id]


async def test_a_press_that_slack_tells_twice_makes_one_video(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Again")
        await office.slack.delivery.answered(
            office.slack.delivery.tell(
                office.slack.acknowledgements[-1].kind, dict(office.slack.acknowledgements[-1].payload)
            )
        )
        await office.quiet()

        assert len(await jobs_of(town, 2)) == 2


async def test_a_failed_video_can_be_tried_again(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #fail")
        card = await office.card("could not be made")
        await office.ann.presses(card, "Retry")
        _, again = await jobs_of(town, 2)

        assert again.request.prompt == "a kite #fail"
    assert "Your quota was given back" in text_of(card)


async def test_a_video_goes_on_from_the_last_picture_of_another(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        await office.ann.presses(video, "Use as start image")
        assert await office.ann.fills_and_sends(prompt="it lands") == {}
        _, job = await jobs_of(town, 2)

    assert len(job.request.images) == 1
    assert job.request.prompt == "it lands"


async def test_a_video_is_deleted_with_its_file(office: Office) -> None:
    async with office.bot():
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        await office.card("is here")
        file = video.files[0]
        await office.ann.presses(video, "Delete")
        question = await office.whisper(office.ann, "still counts against your quota")
        await office.ann.presses(question, "Delete it")
        await office.card("was deleted")

    assert "Deleted" in text_of(question)
    assert labels_in(question.blocks) == []
    assert video.is_deleted
    assert file.is_deleted


async def test_an_old_button_says_what_to_do(office: Office) -> None:
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a red kite")
        video = await office.video()
        for block in video.blocks:
            for element in block.get("elements", ()):
                if element.get("action_id", "").startswith("sora:again"):
                    element["action_id"] = "sora:dance:k7m2qx22"
        await office.ann.presses(video, "Again")
        answer = await office.whisper(office.ann, "older version")

        assert await jobs_in(town) == 1
    assert "@sora history" in text_of(answer)


@pytest.mark.parametrize("button", ["Delete", "Again"])
async def test_an_answer_stands_beside_its_button_where_others_have_written_below(office: Office, button: str) -> None:
    async with office.bot(daily_videos=1):
        await office.ann.slash(office.channel, "/sora", "a red kite")
        card = await office.card("is here")
        video = await office.video()
        await office.ann.presses(card if button == "Delete" else video, button)
        answer = await office.whisper(office.ann)

    assert video.thread_ts == card.ts
    assert answer.thread_ts == (None if button == "Delete" else card.ts)


async def test_a_retry_between_two_others_says_where_to_ask(office: Office) -> None:
    between = office.workspace.make_channel("im", "im-others", {office.ann.id, office.bob.id})
    async with office.bot() as town:
        office.ann.mentions(office.channel, "a kite #moderated")
        card = await office.card("given back")
        await office.ann.slash(between, "/sora", f"status {id_of(card)}")
        status = await office.whisper(office.ann, "could not be made", channel=between)
        await office.ann.presses(status, "Retry")
        answer = await office.whisper(office.ann, "Nothing was charged", channel=between)

        assert (await jobs_in(town), await town.used()) == (1, 0)
    assert answer is not status
