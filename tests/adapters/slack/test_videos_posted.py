"""A finished video arrives in Slack, once, whatever becomes of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.places import Ref
from adapters.slack.posts.finding import VIDEO
from adapters.slack.posts.videos import MOST_UPLOADS, PATIENCE
from bot.domain.chat import Conversation
from bot.domain.errors import ConversationGone, DeliveryPaused
from tests.adapters.discord.values import JOB, a_card, a_post
from tests.adapters.slack.speaking import QUICK, Speaking, as_requester, in_channel, said
from tests.slack.reading import job_of, text_of
from tests.slack.world import Message

LINK = "https://bot.example/files/1"
NEVER: tuple[float, ...] = ()
COMPLETE = "files.completeUploadExternal"


async def post(
    speaking: Speaking, film: Path | None, where: Conversation | None = None, *, looks: Sequence[float] = QUICK
) -> str:
    """As a process does that has just started."""
    link = LINK if film is None else None
    return await speaking.messenger(looks).post_video(where or speaking.here, a_post(), film, link)


async def paused(
    speaking: Speaking, film: Path | None, where: Conversation | None = None, *, looks: Sequence[float] = QUICK
) -> timedelta:
    with pytest.raises(DeliveryPaused) as pause:
        await post(speaking, film, where, looks=looks)
    return pause.value.retry_after


def only_film(speaking: Speaking, film: Path) -> Message:
    """The one message with a file, which has the film in it."""
    (message,) = speaking.films
    assert [file.content for file in message.files] == [film.read_bytes()]
    return message


async def test_what_is_seen_is_what_was_posted(speaking: Speaking, film: Path) -> None:
    ref = await post(speaking, film)

    message = only_film(speaking, film)
    assert [file.name for file in message.files] == [f"sora-2-{JOB}.mp4"]
    assert ref == str(Ref(speaking.videos.id, message.ts, message.files[0].id))
    assert "Your video is ready" in text_of(message)
    assert job_of(message) == JOB


async def test_a_video_stands_in_the_thread_of_what_was_asked(speaking: Speaking, film: Path) -> None:
    await post(speaking, film)

    assert speaking.films[0].thread_ts == speaking.asked.ts


async def test_the_video_of_a_command_stands_under_its_card(speaking: Speaking, film: Path) -> None:
    messenger, where = speaking.messenger(), in_channel(speaking.videos)
    card = await messenger.put_card(where, a_card(), None)

    await messenger.post_video(where, a_post(reply_to=card), film, None)

    assert speaking.films[0].thread_ts == speaking.ours[0].ts


async def test_a_video_stands_plainly_in_direct_messages(speaking: Speaking, film: Path) -> None:
    messenger, where = speaking.messenger(), in_channel(speaking.ann.dm)
    card = await messenger.put_card(where, a_card(), None)

    await messenger.post_video(where, a_post(reply_to=card), film, None)

    assert [message.thread_ts for message in said(speaking.ann.dm)] == [None, None]


async def test_a_video_stands_in_the_thread_of_direct_messages(speaking: Speaking, film: Path) -> None:
    asked = speaking.ann.writes("a red kite")

    await post(speaking, film, in_channel(speaking.ann.dm, asked.ts))

    assert [message.thread_ts for message in said(speaking.ann.dm)] == [asked.ts]


async def test_a_private_video_goes_to_the_one_who_may_see_it(speaking: Speaking, film: Path) -> None:
    messenger, private = speaking.messenger(), replace(speaking.here, only=speaking.ann.id)
    card = await messenger.put_card(private, a_card(), None)

    ref = await messenger.post_video(private, a_post(reply_to=card), film, None)

    (_, video) = said(speaking.ann.dm)
    assert [file.content for file in video.files] == [film.read_bytes()]
    assert speaking.ours == []
    assert await speaking.messenger().find_video(private, JOB, card) == ref


async def test_a_video_in_a_private_channel_is_found_among_its_private_shares(speaking: Speaking, film: Path) -> None:
    secret = speaking.slack.add_channel(speaking.studio, "secret", is_private=True)

    ref = await post(speaking, film, in_channel(secret))

    assert Ref.parse(ref) == Ref(secret.id, said(secret)[0].ts, said(secret)[0].files[0].id)


async def test_a_video_that_appears_late_is_waited_for(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.share_delay = 0.3

    ref = await post(speaking, film)

    assert Ref.parse(ref) == Ref(speaking.videos.id, speaking.films[0].ts, speaking.films[0].files[0].id)


async def test_a_video_that_appears_very_late_is_found_by_the_next_try(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.share_delay = 0.2
    assert await paused(speaking, film, looks=NEVER) < PATIENCE
    await there(speaking)

    ref = await post(speaking, film)

    assert Ref.parse(ref) == Ref(speaking.videos.id, only_film(speaking, film).ts, speaking.films[0].files[0].id)


async def test_a_video_that_may_still_appear_is_not_posted_again(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.share_delay = 0.2
    await paused(speaking, film, looks=NEVER)

    await paused(speaking, film, looks=NEVER)
    await there(speaking)

    assert len(speaking.slack.api.of(COMPLETE)) == 1


async def there(speaking: Speaking) -> None:
    await speaking.slack.world.bell.until(lambda: speaking.films, within=5, wanted=lambda: "no film")


@pytest.mark.parametrize(
    "trouble",
    [{"drops": True}, {"status": 500}, {"status": 200}, {"error": "fatal_error"}, {"error": "internal_error"}],
)
async def test_a_video_whose_answer_got_lost_is_posted_once(
    speaking: Speaking, film: Path, trouble: dict[str, object]
) -> None:
    speaking.slack.trouble(COMPLETE, acts=True, **trouble)
    await paused(speaking, film)
    await there(speaking)

    ref = await post(speaking, film)

    assert Ref.parse(ref) == Ref(speaking.videos.id, only_film(speaking, film).ts, speaking.films[0].files[0].id)


async def test_a_video_of_which_slack_says_nothing_but_yes_is_posted_once(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble(COMPLETE, acts=True, is_half=True)
    speaking.slack.trouble("files.info", is_half=True)
    await paused(speaking, film)
    await there(speaking)

    await post(speaking, film)

    only_film(speaking, film)


async def test_a_history_without_messages_says_nothing_about_what_is_there(speaking: Speaking, film: Path) -> None:
    ref = await post(speaking, film)
    await speaking.backend.slack_posts.drop(JOB, speaking.videos.id)
    speaking.slack.trouble("conversations.replies", is_half=True)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger().find_video(speaking.here, JOB, None)

    assert await speaking.messenger().find_video(speaking.here, JOB, None) == ref


async def test_a_video_whose_answer_got_lost_is_found_without_the_file(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble(COMPLETE, acts=True, drops=True)
    await paused(speaking, film)
    await there(speaking)

    found = await speaking.messenger().find_video(speaking.here, JOB, None)

    assert found is not None
    assert found == await post(speaking, None)
    only_film(speaking, film)


@pytest.mark.parametrize("error", ["ratelimited", "file_not_found"])
async def test_a_video_that_was_surely_not_shown_is_sent_again_at_once(
    speaking: Speaking, film: Path, error: str
) -> None:
    speaking.slack.trouble(COMPLETE, error=error)
    await paused(speaking, film)
    speaking.seconds.now += 60

    await post(speaking, film)

    only_film(speaking, film)


async def test_a_video_that_never_left_us_is_sent_again_at_once(speaking: Speaking, film: Path) -> None:
    upload = asyncio.Event()
    speaking.slack.trouble("upload", gate=upload)
    posting = asyncio.create_task(paused(speaking, film))
    await speaking.slack.world.bell.until(
        lambda: speaking.slack.api.of("files.getUploadURLExternal"), within=5, wanted=lambda: "not announced"
    )
    good, speaking.web.client.base_url = speaking.web.client.base_url, "http://127.0.0.1:9/api/"
    upload.set()
    await posting
    speaking.web.client.base_url = good

    await post(speaking, film)

    only_film(speaking, film)


async def test_a_video_that_slack_never_shows_is_sent_anew(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 1
    await paused(speaking, film, looks=NEVER)
    speaking.clock.pass_time(PATIENCE)

    await post(speaking, film)

    message = only_film(speaking, film)
    first, second = speaking.studio.files.values()
    assert (first.is_deleted, second.is_deleted) == (True, False)
    assert message.files == [second]


async def never_shown(speaking: Speaking, film: Path, where: Conversation | None = None) -> None:
    """As many uploads as are tried in one place, each with its time."""
    for uploads_before in range(MOST_UPLOADS):
        await paused(speaking, film, where, looks=NEVER)
        speaking.clock.pass_time(PATIENCE * 2**uploads_before)


async def test_a_video_that_slack_shows_nowhere_in_a_channel_goes_elsewhere(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 99
    await never_shown(speaking, film)

    for _ in range(2):
        with pytest.raises(ConversationGone):
            await post(speaking, film)

    assert len(speaking.slack.api.of(COMPLETE)) == MOST_UPLOADS
    assert all(file.is_deleted for file in speaking.studio.files.values())
    assert await speaking.messenger().find_video(speaking.here, JOB, None) is None


async def test_a_video_that_slack_shows_nowhere_in_a_channel_can_go_to_the_person(
    speaking: Speaking, film: Path
) -> None:
    speaking.slack.files.shares_lost = MOST_UPLOADS
    await never_shown(speaking, film)
    direct = await speaking.messenger().direct(as_requester(speaking.ann))
    assert direct is not None

    await post(speaking, film, direct)

    assert [file.content for file in said(speaking.ann.dm)[0].files] == [film.read_bytes()]


async def test_a_link_can_stand_where_slack_shows_no_file(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 99
    await never_shown(speaking, film)

    await post(speaking, None)

    assert len(speaking.ours) == 1


async def test_each_further_upload_has_longer_to_appear(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 99
    await paused(speaking, film, looks=NEVER)
    speaking.clock.pass_time(PATIENCE)
    await paused(speaking, film, looks=NEVER)
    speaking.clock.pass_time(PATIENCE)

    await paused(speaking, film, looks=NEVER)

    assert len(speaking.slack.api.of(COMPLETE)) == 2


async def test_a_video_that_slack_never_shows_is_sent_anew_where_files_stay(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 1
    speaking.slack.trouble("files.delete", error="file_deleting_disabled", times=9)
    await paused(speaking, film, looks=NEVER)
    speaking.clock.pass_time(PATIENCE)

    await post(speaking, film)

    only_film(speaking, film)


async def test_a_video_that_would_appear_after_all_does_not(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.share_delay = 0.2
    await paused(speaking, film, looks=NEVER)
    speaking.clock.pass_time(PATIENCE)

    await post(speaking, film)

    only_film(speaking, film)
    assert len(speaking.ours) == 1


async def test_a_video_that_appears_at_the_very_moment_it_is_given_up_leaves_nothing(
    speaking: Speaking, film: Path
) -> None:
    speaking.slack.files.share_delay = 0.2
    await paused(speaking, film, looks=NEVER)
    speaking.clock.pass_time(PATIENCE)
    gate = asyncio.Event()
    speaking.slack.trouble("files.delete", gate=gate, acts=True)
    posting = asyncio.create_task(post(speaking, film))
    await there(speaking)
    gate.set()
    await posting

    only_film(speaking, film)
    assert len(speaking.ours) == 1


async def test_a_video_that_was_noted_but_never_asked_for_is_sent_after_a_while(speaking: Speaking, film: Path) -> None:
    await speaking.backend.slack_posts.begin(JOB, speaking.videos.id, "F0NEVER", speaking.clock.now())
    await paused(speaking, film)
    speaking.clock.pass_time(PATIENCE)

    await post(speaking, film)

    only_film(speaking, film)


async def test_a_look_for_a_video_that_slack_never_shows_finds_none(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 1
    await paused(speaking, film, looks=NEVER)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger().find_video(speaking.here, JOB, None)
    speaking.clock.pass_time(PATIENCE)

    assert await speaking.messenger().find_video(speaking.here, JOB, None) is None


async def test_a_process_that_dies_while_slack_shows_it_leaves_one_video(speaking: Speaking, film: Path) -> None:
    gate = asyncio.Event()
    speaking.slack.trouble(COMPLETE, gate=gate, acts=True)
    posting = asyncio.create_task(post(speaking, film))
    await speaking.slack.world.bell.until(
        lambda: speaking.slack.api.of(COMPLETE), within=5, wanted=lambda: "not asked to show it"
    )
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    gate.set()
    await there(speaking)

    await post(speaking, film)

    only_film(speaking, film)


@pytest.mark.parametrize("trouble", [{"status": 500}, {"status": 413}, {"drops": True}])
async def test_a_file_that_does_not_get_through_is_sent_again(
    speaking: Speaking, film: Path, trouble: dict[str, object]
) -> None:
    speaking.slack.trouble("upload", **trouble)
    await paused(speaking, film)
    assert speaking.slack.api.of(COMPLETE) == []

    await post(speaking, film)

    only_film(speaking, film)


async def test_a_bot_that_may_not_look_at_files_still_posts_a_video_once(speaking: Speaking, film: Path) -> None:
    speaking.studio.scopes.discard("files:read")
    await paused(speaking, film, looks=NEVER)
    await there(speaking)

    ref = await post(speaking, film)

    assert Ref.parse(ref) == Ref(speaking.videos.id, only_film(speaking, film).ts, speaking.films[0].files[0].id)


def unread(speaking: Speaking) -> None:
    speaking.studio.scopes -= {"channels:history", "groups:history", "im:history", "mpim:history"}


def thrown_out(speaking: Speaking) -> None:
    speaking.bob.removes_bot(speaking.videos)


@pytest.mark.parametrize("change", [unread, thrown_out])
async def test_a_video_that_may_still_appear_is_not_posted_elsewhere(
    speaking: Speaking, film: Path, change: Callable[[Speaking], None]
) -> None:
    speaking.slack.files.share_delay = 0.2
    await paused(speaking, film, looks=NEVER)
    change(speaking)

    await paused(speaking, film, looks=NEVER)
    await there(speaking)

    assert Ref.parse(await post(speaking, film)) is not None
    only_film(speaking, film)


async def test_where_nothing_may_be_read_nothing_is_found(speaking: Speaking) -> None:
    unread(speaking)

    assert await speaking.messenger().find_video(speaking.here, JOB, None) is None


async def test_a_video_that_the_channel_does_not_take_can_go_to_the_person(speaking: Speaking, film: Path) -> None:
    speaking.videos.is_archived = True
    with pytest.raises(ConversationGone):
        await post(speaking, film)
    direct = await speaking.messenger().direct(as_requester(speaking.ann))
    assert direct is not None

    await post(speaking, film, direct)

    assert [file.content for file in said(speaking.ann.dm)[0].files] == [film.read_bytes()]
    assert speaking.films == []


async def test_a_link_stands_in_the_thread_with_a_mark(speaking: Speaking) -> None:
    await post(speaking, None)

    (message,) = speaking.videos.thread(speaking.asked.ts)
    assert message.metadata == {"event_type": VIDEO, "event_payload": {"job": JOB}}


@pytest.mark.parametrize("trouble", [{"drops": True}, {"status": 500}, {"error": "fatal_error"}, {"is_half": True}])
async def test_a_link_whose_answer_got_lost_is_posted_once(speaking: Speaking, trouble: dict[str, object]) -> None:
    speaking.slack.trouble("chat.postMessage", acts=True, **trouble)
    await paused(speaking, None)

    ref = await post(speaking, None)

    assert ref == str(Ref(speaking.videos.id, speaking.ours[0].ts))
    assert len(speaking.ours) == 1


async def test_a_link_that_was_refused_is_posted_later(speaking: Speaking) -> None:
    speaking.slack.trouble("chat.postMessage", error="internal_error")
    await paused(speaking, None)

    await post(speaking, None)

    assert len(speaking.ours) == 1


async def test_a_link_whose_answer_got_lost_is_found_in_a_long_thread(speaking: Speaking) -> None:
    old = speaking.ann.posts(speaking.videos, "an old one")
    old.ts = f"{speaking.clock.now().timestamp() - 86_400:.6f}"
    for number in range(600):
        speaking.ann.posts(speaking.videos, f"word {number}", thread=old).ts = f"{float(old.ts) + 1 + number:.6f}"
    where = in_channel(speaking.videos, old.ts)
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    await paused(speaking, None, where=where)

    await post(speaking, None, where)

    assert len(speaking.ours) == 1


async def test_a_link_that_came_before_its_card_was_known_is_posted_once(speaking: Speaking) -> None:
    messenger, where = speaking.messenger(), in_channel(speaking.videos)
    card = await messenger.put_card(where, a_card(), None)
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    await paused(speaking, None, where=where)

    await messenger.post_video(where, a_post(reply_to=card), None, LINK)

    assert len(speaking.ours) == 2


async def test_the_video_of_another_job_and_the_card_itself_are_not_found(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    card = await messenger.put_card(speaking.here, a_card(), None)
    await messenger.post_video(speaking.here, a_post(job_id="k7m2p9xx", filename="b.mp4", buttons=()), film, None)

    assert await messenger.find_video(speaking.here, JOB, card) is None


async def test_what_somebody_else_posts_is_no_video_of_ours(speaking: Speaking) -> None:
    upload = (f"sora-2-{JOB}.mp4", b"a video", "video/mp4")
    thread = speaking.asked
    speaking.bob.posts(speaking.videos, "mine", thread=thread, files=[upload])

    assert await speaking.messenger().find_video(speaking.here, JOB, None) is None


async def test_a_video_is_found_without_the_database(speaking: Speaking, film: Path) -> None:
    ref = await post(speaking, film)
    await speaking.backend.slack_posts.drop(JOB, speaking.videos.id)

    assert await speaking.messenger().find_video(speaking.here, JOB, None) == ref


async def test_a_video_whose_file_was_sent_by_a_lost_bot_is_found_behind_all_that_was_said_since(
    speaking: Speaking, film: Path
) -> None:
    ref = await post(speaking, film, in_channel(speaking.videos))
    await speaking.backend.slack_posts.drop(JOB, speaking.videos.id)
    for number in range(250):
        speaking.bob.posts(speaking.videos, f"word {number}")

    assert await speaking.messenger().find_video(in_channel(speaking.videos), JOB, None) == ref
