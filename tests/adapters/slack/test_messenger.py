"""What is posted, found and changed in Slack: the real slack_sdk before the stand-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.slack.posts.cards import new_jobs
from adapters.slack.posts.finding import CARD
from bot.domain.chat import Notice
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.ports import PostedFile
from tests.adapters.discord.values import JOB, a_card, a_post
from tests.adapters.slack.speaking import Speaking, as_requester, in_channel, said
from tests.slack.reading import job_of, pings, text_of
from tests.slack.speaking import delete

HOSTILE = "<!channel> <!here|x> <@U012AB3CD> <!subteam^S1> @everyone <https://evil.example|nice> &lt;!here&gt; *b*"


async def test_a_card_stands_in_the_thread_under_what_was_asked(speaking: Speaking) -> None:
    await speaking.messenger().put_card(speaking.here, a_card(), None)

    (card,) = speaking.videos.thread(speaking.asked.ts)
    assert "Your video is being made" in text_of(card)


async def test_a_card_has_a_mark_by_which_it_is_found(speaking: Speaking) -> None:
    await speaking.messenger().put_card(speaking.here, a_card(), None)

    assert speaking.ours[0].metadata == {"event_type": CARD, "event_payload": {"job": JOB}}


async def test_a_card_keeps_its_mark_when_it_changes(speaking: Speaking) -> None:
    ref = await speaking.messenger().put_card(speaking.here, a_card(), None)

    await speaking.messenger().put_card(speaking.here, a_card(title="ready", is_final=True), ref)

    (card,) = speaking.ours
    assert ("ready" in text_of(card), job_of(card)) == (True, JOB)


async def test_a_command_has_no_message_so_its_card_stands_in_the_channel(speaking: Speaking) -> None:
    await speaking.messenger().put_card(in_channel(speaking.videos), a_card(), None)

    assert [message.thread_ts for message in speaking.ours] == [None]


async def test_a_private_card_goes_to_the_one_who_may_see_it(speaking: Speaking) -> None:
    private = replace(speaking.here, only=speaking.ann.id)
    ref = await speaking.messenger().put_card(private, a_card(title="accepted"), None)

    await speaking.messenger().put_card(private, a_card(title="rendering"), ref)

    (card,) = said(speaking.ann.dm)
    assert "rendering" in text_of(card)
    assert speaking.ours == []


@pytest.mark.parametrize("place", ["thread", "channel", "private"])
async def test_a_card_whose_answer_got_lost_is_not_posted_twice(speaking: Speaking, place: str) -> None:
    where = {
        "thread": speaking.here,
        "channel": in_channel(speaking.videos),
        "private": replace(speaking.here, only=speaking.ann.id),
    }[place]
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    with new_jobs(), pytest.raises(DeliveryPaused):
        await speaking.messenger().put_card(where, a_card(title="accepted"), None)

    await speaking.messenger().put_card(where, a_card(title="rendering"), None)

    (card,) = [*speaking.ours, *said(speaking.ann.dm)]
    assert "rendering" in text_of(card)


async def test_a_card_of_which_slack_says_nothing_but_yes_is_not_posted_twice(speaking: Speaking) -> None:
    speaking.slack.trouble("chat.postMessage", acts=True, is_half=True)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger().put_card(speaking.here, a_card(), None)

    await speaking.messenger().put_card(speaking.here, a_card(), None)

    assert len(speaking.ours) == 1


async def test_a_card_whose_answer_got_lost_is_found_in_a_long_thread(speaking: Speaking) -> None:
    long_ago = speaking.clock.now().timestamp() - 30 * 86_400
    old = speaking.ann.posts(speaking.videos, "an old one")
    old.ts = f"{long_ago:.6f}"
    for number in range(1, 600):
        speaking.ann.posts(speaking.videos, f"word {number}", thread=old).ts = f"{long_ago + number:.6f}"
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger().put_card(in_channel(speaking.videos, old.ts), a_card(), None)

    await speaking.messenger().put_card(in_channel(speaking.videos, old.ts), a_card(), None)

    assert len(speaking.ours) == 1


async def test_a_new_jobs_card_is_posted_without_looking_for_it(speaking: Speaking) -> None:
    with new_jobs():
        await speaking.messenger().put_card(speaking.here, a_card(), None)

    assert speaking.slack.api.of("conversations.replies") == []


async def test_a_card_that_was_deleted_stays_deleted(speaking: Speaking) -> None:
    ref = await speaking.messenger().put_card(speaking.here, a_card(), None)
    delete(speaking.ours[0])

    assert await speaking.messenger().put_card(speaking.here, a_card(title="rendering"), ref) == ref

    assert speaking.ours == []


async def test_progress_gives_way_where_an_end_still_goes_through(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    ref = await messenger.put_card(speaking.here, a_card(), None)
    for number in range(30):
        await messenger.put_card(speaking.here, a_card(title=f"step {number}"), ref)
    with pytest.raises(DeliveryPaused):
        await messenger.put_card(speaking.here, a_card(title="one step more"), ref)

    await messenger.put_card(speaking.here, a_card(title="ready", is_final=True), ref)

    assert "ready" in text_of(speaking.ours[0])
    assert speaking.seconds.waited == []


async def test_slack_is_left_alone_for_as_long_as_it_asks(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    speaking.slack.trouble("chat.postMessage", retry_after=40)
    with pytest.raises(DeliveryPaused) as first:
        await messenger.put_card(speaking.here, a_card(), None)
    speaking.seconds.now += 10
    with pytest.raises(DeliveryPaused) as second:
        await messenger.put_card(speaking.here, a_card(), None)

    assert first.value.retry_after == timedelta(seconds=40)
    assert second.value.retry_after == timedelta(seconds=30)
    assert len(speaking.slack.api.of("chat.postMessage")) == 1


async def test_after_the_pause_it_goes_on(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    speaking.slack.trouble("chat.postMessage", retry_after=40)
    with pytest.raises(DeliveryPaused):
        await messenger.put_card(speaking.here, a_card(), None)
    speaking.seconds.now += 40

    await messenger.put_card(speaking.here, a_card(), None)

    assert len(speaking.ours) == 1


async def test_a_pause_concerns_one_method_alone(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    ref = await messenger.put_card(speaking.here, a_card(), None)
    speaking.slack.trouble("chat.postMessage", retry_after=40)
    with pytest.raises(DeliveryPaused):
        await messenger.say(speaking.here, Notice(text="hello"))

    await messenger.put_card(speaking.here, a_card(title="rendering"), ref)

    assert "rendering" in text_of(speaking.ours[0])


async def test_nothing_that_people_write_calls_anybody(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    ref = await messenger.put_card(speaking.here, a_card(prompt=HOSTILE, title=HOSTILE, note=HOSTILE), None)
    await messenger.put_card(speaking.here, a_card(prompt=HOSTILE, facts=(HOSTILE,)), ref)
    await messenger.post_video(speaking.here, a_post(prompt=HOSTILE, text=HOSTILE), film, None)
    await messenger.post_video(
        speaking.here, a_post(job_id="k7m2p9xx", prompt=HOSTILE, buttons=()), None, "https://x.y"
    )
    await messenger.say(speaking.here, Notice(text=HOSTILE))

    assert len(speaking.ours) == 4
    assert [name for message in speaking.ours for name in pings(message)] == []


async def test_a_link_leads_to_the_workspaces_own_address(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    where = in_channel(speaking.videos)
    ref = await messenger.post_video(where, a_post(), film, None)

    number = speaking.ours[0].ts.replace(".", "")
    assert messenger.message_link(where, ref) == f"https://filmclub.slack.com/archives/{speaking.videos.id}/p{number}"


async def test_a_link_into_a_thread_opens_the_thread(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    ref = await messenger.post_video(speaking.here, a_post(), film, None)

    link = messenger.message_link(speaking.here, ref)

    assert link is not None
    assert link.endswith(f"?thread_ts={speaking.asked.ts}&cid={speaking.videos.id}")


async def test_a_link_to_direct_messages_says_nothing_of_the_thread_elsewhere(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    private = replace(speaking.here, only=speaking.ann.id)
    ref = await messenger.post_video(private, a_post(), film, None)

    link = messenger.message_link(private, ref)

    assert link is not None
    assert f"/archives/{speaking.ann.dm.id}/p" in link
    assert "?" not in link


async def test_what_is_no_message_of_slacks_has_no_link(speaking: Speaking) -> None:
    messenger = speaking.messenger()
    await messenger.say(speaking.here, Notice(text="hello"))

    assert messenger.message_link(speaking.here, "https://bot.example/files/1") is None


async def test_a_posted_file_opens_with_its_bearer_alone(speaking: Speaking, film: Path) -> None:
    ref = await speaking.messenger().post_video(speaking.here, a_post(), film, None)

    place = await speaking.messenger().posted_file(speaking.here, JOB, ref, None)

    assert isinstance(place, PostedFile)
    assert await fetched(place.url, place.bearer) == film.read_bytes()
    assert await fetched(place.url, None) != film.read_bytes()


async def test_a_file_that_slack_does_not_show_us_is_none_that_could_be_read(speaking: Speaking, film: Path) -> None:
    ref = await speaking.messenger().post_video(speaking.here, a_post(), film, None)
    speaking.slack.trouble("files.info", error="not_visible")

    assert await speaking.messenger().posted_file(speaking.here, JOB, ref, None) is None


async def test_a_removed_video_leaves_neither_message_nor_file(speaking: Speaking, film: Path) -> None:
    ref = await speaking.messenger().post_video(speaking.here, a_post(), film, None)

    for _ in range(2):
        await speaking.messenger().remove_video(speaking.here, JOB, ref, None)

    assert speaking.ours == []
    assert [file.is_deleted for file in speaking.studio.files.values()] == [True]
    assert await speaking.messenger().posted_file(speaking.here, JOB, ref, None) is None


async def test_a_video_goes_also_where_files_cannot_be_deleted(speaking: Speaking, film: Path) -> None:
    ref = await speaking.messenger().post_video(speaking.here, a_post(), film, None)
    speaking.slack.trouble("files.delete", error="file_deleting_disabled")

    await speaking.messenger().remove_video(speaking.here, JOB, ref, None)

    assert speaking.ours == []


async def test_a_video_behind_a_link_can_be_removed(speaking: Speaking) -> None:
    ref = await speaking.messenger().post_video(speaking.here, a_post(), None, "https://bot.example/1")

    await speaking.messenger().remove_video(speaking.here, JOB, ref, None)

    assert speaking.ours == []


async def test_a_notice_is_said_in_the_thread(speaking: Speaking) -> None:
    await speaking.messenger().say(speaking.here, Notice(text="hello"))

    assert [text_of(message) for message in speaking.videos.thread(speaking.asked.ts)] == ["hello"]


async def test_a_person_is_reached_in_their_direct_messages(speaking: Speaking) -> None:
    messenger = speaking.messenger()

    direct = await messenger.direct(as_requester(speaking.ann))

    assert direct is not None
    await messenger.say(direct, Notice(text="hello"))
    assert [text_of(message) for message in said(speaking.ann.dm)] == ["hello"]


async def test_who_takes_no_messages_is_not_reached(speaking: Speaking) -> None:
    speaking.ann.user.takes_messages = False

    assert await speaking.messenger().direct(as_requester(speaking.ann)) is None
    with pytest.raises(ConversationGone):
        await speaking.messenger().put_card(replace(speaking.here, only=speaking.ann.id), a_card(), None)


async def test_who_closes_their_direct_messages_later_is_not_reached_either(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    direct = await messenger.direct(as_requester(speaking.ann))
    assert direct is not None
    speaking.ann.user.takes_messages = False

    with pytest.raises(ConversationGone):
        await messenger.post_video(direct, a_post(), film, None)


async def test_a_workspace_that_has_not_let_us_in_is_gone(speaking: Speaking) -> None:
    stranger = replace(speaking.here, team="T0STRANGER")

    with pytest.raises(ConversationGone):
        await speaking.messenger().put_card(stranger, a_card(), None)
    assert await speaking.messenger().direct(replace(as_requester(speaking.ann), team="T0STRANGER")) is None


def archived(speaking: Speaking) -> None:
    speaking.videos.is_archived = True


def thrown_out(speaking: Speaking) -> None:
    speaking.bob.removes_bot(speaking.videos)


def without_thread(speaking: Speaking) -> None:
    delete(speaking.asked)


def without_right_to_write(speaking: Speaking) -> None:
    speaking.studio.scopes -= {"chat:write", "files:write"}


@pytest.mark.parametrize("change", [archived, thrown_out, without_thread, without_right_to_write])
async def test_a_place_that_takes_nothing_any_more_is_gone(speaking: Speaking, film: Path, change: object) -> None:
    assert callable(change)
    change(speaking)

    with pytest.raises(ConversationGone):
        await speaking.messenger().put_card(speaking.here, a_card(), None)
    with pytest.raises(ConversationGone):
        await speaking.messenger().post_video(speaking.here, a_post(), film, None)
    with pytest.raises(ConversationGone):
        await speaking.messenger().post_video(speaking.here, a_post(job_id="k7m2p9xx"), None, "https://bot.example/1")
    with pytest.raises(ConversationGone):
        await speaking.messenger().say(speaking.here, Notice(text="hello"))
    assert speaking.ours == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"error": "internal_error"},
        {"error": "fatal_error"},
        {"error": "token_revoked"},
        {"error": "account_inactive"},
        {"status": 500},
        {"status": 503},
        {"status": 200},
        {"drops": True},
    ],
)
async def test_a_slack_that_is_away_pauses_what_is_posted(speaking: Speaking, trouble: dict[str, object]) -> None:
    speaking.slack.trouble("chat.postMessage", **trouble)

    with pytest.raises(DeliveryPaused):
        await speaking.messenger().say(speaking.here, Notice(text="hello"))


async def test_a_revoked_token_is_doubted(speaking: Speaking) -> None:
    speaking.studio.token_error = "token_revoked"

    with pytest.raises(DeliveryPaused):
        await speaking.messenger().put_card(speaking.here, a_card(), None)

    assert list(speaking.web.standing.in_doubt) == [speaking.studio.id]
    assert speaking.web.standing.doubted.is_set()


async def test_a_slack_that_cannot_be_reached_pauses_everything(speaking: Speaking, film: Path) -> None:
    speaking.web.client.base_url = "http://127.0.0.1:9/api/"

    with pytest.raises(DeliveryPaused):
        await speaking.messenger().put_card(speaking.here, a_card(), None)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger().post_video(speaking.here, a_post(), film, None)


async def test_nothing_is_sent_before_slack_was_ever_reached(speaking: Speaking) -> None:
    speaking.web.standing.reached.clear()
    before = len(speaking.slack.api.calls)

    with pytest.raises(DeliveryPaused):
        await speaking.messenger().put_card(speaking.here, a_card(), None)

    assert len(speaking.slack.api.calls) == before


async def test_neither_tokens_nor_prompts_are_logged_or_shown(
    speaking: Speaking, film: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret, token = "a very secret kite", speaking.workspace.token
    messenger = speaking.messenger()
    caplog.set_level("INFO")
    with capture_logs() as logs:
        ref = await messenger.put_card(speaking.here, a_card(prompt=secret), None)
        await messenger.post_video(speaking.here, a_post(prompt=secret), film, None)
        for trouble in ({"error": "missing_scope"}, {"error": "message_not_found"}, {"status": 500}, {"drops": True}):
            speaking.slack.trouble("chat.update", **trouble)
            try:
                await messenger.put_card(speaking.here, a_card(prompt=secret), ref)
            except (ConversationGone, DeliveryPaused) as error:
                logs.append({"event": repr(error)})

    file = await messenger.posted_file(speaking.here, JOB, "C1/1.1/F1", None)
    shown = [repr(messenger), repr(messenger.web), repr(speaking.workspace), repr(speaking.one), repr(file)]
    everything = "\n".join([*map(str, logs), caplog.text, *shown])
    assert [word for word in (secret, token) if word in everything] == []


async def fetched(url: str, bearer: str | None) -> bytes:
    headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return await answer.read()
