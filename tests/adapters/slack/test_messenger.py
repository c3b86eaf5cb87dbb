"""Posting into Slack once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.slack.places import Ref
from adapters.slack.upload_limits import LARGEST
from adapters.slack.videos import PATIENCE
from bot.domain.chat import Card, Notice, Tone, VideoPost
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.ports import PostedFile
from tests.adapters.slack.speaking import Speaking, in_channel, open_speaking
from tests.slack.reading import pings, text_of
from tests.slack.world import Message

JOB = "k7m2qx22"
SECOND = timedelta(seconds=1)


@pytest.fixture
async def speaking(tmp_path: Path) -> AsyncIterator[Speaking]:
    async with open_speaking(tmp_path) as opened:
        yield opened


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a video of some bytes")
    return path


def a_card(title: str = "accepted", *, is_final: bool = False, prompt: str = "a kite") -> Card:
    return Card(job_id=JOB, status="accepted", tone=Tone.BUSY, title=title, prompt=prompt, is_final=is_final)


def a_post(speaking: Speaking, *, reply_to: str | None = None) -> VideoPost:
    return VideoPost(
        job_id=JOB,
        text="ready",
        prompt="a kite",
        filename=f"sora-2-{JOB}.mp4",
        width=16,
        height=9,
        seconds=1,
        mentions=speaking.ann.id,
        reply_to=reply_to,
    )


def videos(speaking: Speaking) -> list[Message]:
    return [message for message in speaking.channel.messages if message.files]


async def test_a_card_in_a_thread_carries_its_job(speaking: Speaking) -> None:
    here = speaking.thread()

    ref = Ref.parse(await speaking.messenger.put_card(here, a_card(), None))

    assert ref is not None
    message = speaking.channel.find(ref.ts)
    assert message is not None
    assert message.thread_ts == here.thread
    assert message.metadata == {"event_type": "sora_card", "event_payload": {"job": JOB}}


async def test_a_card_whose_answer_was_lost_is_not_posted_twice(speaking: Speaking) -> None:
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger.put_card(speaking.here, a_card(), None)

    await speaking.messenger.put_card(speaking.here, a_card("rendering"), None)

    assert [text_of(message).split("\n")[0] for message in speaking.channel.messages] == [
        ":hourglass_flowing_sand: *rendering*"
    ]


async def test_a_card_that_somebody_deleted_stays_deleted(speaking: Speaking) -> None:
    ref = await speaking.messenger.put_card(speaking.here, a_card(), None)
    speaking.channel.messages[0].is_deleted = True

    await speaking.messenger.put_card(speaking.here, a_card("rendering"), ref)

    assert speaking.channel.messages == []


async def test_slack_is_left_alone_for_as_long_as_it_asks(speaking: Speaking) -> None:
    ref = await speaking.messenger.put_card(speaking.here, a_card(), None)
    speaking.slack.trouble("chat.update", retry_after=7)
    with pytest.raises(DeliveryPaused) as first:
        await speaking.messenger.put_card(speaking.here, a_card("rendering"), ref)

    with pytest.raises(DeliveryPaused) as second:
        await speaking.messenger.put_card(speaking.here, a_card("fetching"), ref)

    assert first.value.retry_after == 7 * SECOND
    assert second.value.retry_after > 6 * SECOND
    assert len(speaking.slack.api.of("chat.update")) == 1


async def test_a_prompt_calls_nobody(speaking: Speaking) -> None:
    evil = "<!channel> <!here|x> <@U1> @channel <https://evil.example|kind.example> *bold* `x` &lt;!everyone&gt;"

    await speaking.messenger.put_card(speaking.here, a_card(prompt=evil), None)

    message = speaking.channel.messages[0]
    assert list(pings(message)) == []
    assert f"> {evil}" in text_of(message).split("\n")


async def test_a_video_goes_into_the_thread_with_its_very_bytes(speaking: Speaking, film: Path) -> None:
    here = speaking.thread()

    await speaking.messenger.post_video(here, a_post(speaking), film, None)

    (video,) = videos(speaking)
    assert video.thread_ts == here.thread
    assert video.files[0].content == film.read_bytes()
    assert list(pings(video)) == [speaking.ann.id]


async def test_the_video_of_a_command_goes_under_its_card(speaking: Speaking, film: Path) -> None:
    card = await speaking.messenger.put_card(speaking.here, a_card(), None)

    await speaking.messenger.post_video(speaking.here, a_post(speaking, reply_to=card), film, None)

    (video,) = videos(speaking)
    assert video.thread_ts == speaking.channel.messages[0].ts


async def test_a_private_video_and_its_card_go_to_its_person_alone(speaking: Speaking, film: Path) -> None:
    here = in_channel(speaking.channel, "1.2")
    private = type(here)(**{**{name: getattr(here, name) for name in here.__slots__}, "only": speaking.ann.id})

    card = await speaking.messenger.put_card(private, a_card(), None)
    await speaking.messenger.post_video(private, a_post(speaking, reply_to=card), film, None)

    assert speaking.channel.messages == []
    assert [bool(message.files) for message in speaking.ann.dm.messages] == [False, True]


async def test_a_video_that_appears_late_is_waited_for(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.share_delay = 1.0

    ref = await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    (video,) = videos(speaking)
    assert ref == f"{speaking.channel.id}/{video.ts}/{video.files[0].id}"


async def test_a_video_whose_answer_was_lost_is_found_by_the_next_process(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble("files.completeUploadExternal", acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    async with speaking.another() as messenger:
        await _posted(messenger, speaking, film)

    assert len(videos(speaking)) == 1
    assert len(speaking.slack.api.of("files.completeUploadExternal")) == 1


async def test_a_video_that_slack_surely_did_not_take_is_sent_again_at_once(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble("files.completeUploadExternal", retry_after=0)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    assert len(videos(speaking)) == 1


async def test_a_video_that_never_appears_is_taken_back_before_it_is_sent_again(speaking: Speaking, film: Path) -> None:
    speaking.slack.files.shares_lost = 1
    speaking.slack.trouble("files.completeUploadExternal", acts=True, status=503)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)
    speaking.clock.pass_time(PATIENCE + SECOND)

    await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    assert len(videos(speaking)) == 1
    assert [file.is_deleted for file in speaking.workspace.files.values()] == [True, False]


async def test_an_upload_that_breaks_off_posts_nothing(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble("upload", drops=True)

    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    assert videos(speaking) == []
    assert speaking.slack.api.of("files.completeUploadExternal") == []


async def test_a_link_whose_answer_was_lost_is_found(speaking: Speaking) -> None:
    speaking.slack.trouble("chat.postMessage", acts=True, drops=True)
    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), None, "https://bot.example/1")

    async with speaking.another() as messenger:
        await messenger.post_video(speaking.here, a_post(speaking), None, "https://bot.example/1")

    assert len(speaking.channel.messages) == 1


async def test_what_a_workspace_takes_is_found_out(speaking: Speaking, tmp_path: Path) -> None:
    film = tmp_path / "large.mp4"
    film.write_bytes(bytes(4_000_000))
    speaking.workspace.largest_upload = 2_500_000
    assert await speaking.messenger.upload_limit(speaking.here) == LARGEST

    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    limit = await speaking.messenger.upload_limit(speaking.here)
    assert limit is not None
    assert 1_000_000 <= limit <= 2_500_000


@pytest.mark.parametrize("refusal", ["file_type_not_allowed", "file_uploads_disabled"])
async def test_a_workspace_that_takes_no_videos_is_known_as_such(speaking: Speaking, film: Path, refusal: str) -> None:
    speaking.workspace.refuses_uploads = refusal

    with pytest.raises(DeliveryPaused):
        await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    assert await speaking.messenger.upload_limit(speaking.here) == 0


@pytest.mark.parametrize(
    "how",
    ["archived", "removed", "scope", "thread"],
)
async def test_a_place_that_is_closed_is_named_as_such(speaking: Speaking, film: Path, how: str) -> None:
    here = speaking.here
    match how:
        case "archived":
            speaking.channel.is_archived = True
        case "removed":
            speaking.channel.members.discard(speaking.workspace.bot_user)
        case "scope":
            speaking.workspace.scopes -= {"files:write"}
        case "thread":
            here = speaking.thread()
            speaking.channel.messages[0].is_deleted = True

    with pytest.raises(ConversationGone):
        await speaking.messenger.post_video(here, a_post(speaking), film, None)

    assert videos(speaking) == []


async def test_a_person_who_takes_no_messages_has_no_direct_conversation(speaking: Speaking) -> None:
    speaking.ann.user.takes_messages = False

    assert await speaking.messenger.direct(speaking.requester) is None


@pytest.mark.parametrize(
    "how", [{"status": 503}, {"error": "internal_error"}, {"error": "fatal_error"}, {"drops": True}]
)
async def test_a_slack_that_is_away_is_waited_for(speaking: Speaking, how: dict[str, object]) -> None:
    speaking.slack.trouble("chat.postMessage", **how)

    with pytest.raises(DeliveryPaused):
        await speaking.messenger.say(speaking.here, Notice(text="hello"))


async def test_a_token_that_is_refused_is_doubted(speaking: Speaking) -> None:
    speaking.workspace.token_error = "token_revoked"

    with pytest.raises(DeliveryPaused):
        await speaking.messenger.say(speaking.here, Notice(text="hello"))

    assert speaking.messenger.web.standing.word == "token in doubt"


async def test_a_posted_file_can_be_fetched_with_the_token_alone(speaking: Speaking, film: Path) -> None:
    ref = await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    file = await speaking.messenger.posted_file(speaking.here, JOB, ref, None)

    assert isinstance(file, PostedFile)
    headers = {"Authorization": f"Bearer {file.bearer}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(file.url, headers=headers) as answer:
            assert await answer.read() == film.read_bytes()
        async with session.get(file.url) as answer:
            assert answer.content_type == "text/html"
    assert (speaking.workspace.token or "xoxb") not in repr(file)


async def test_there_is_a_way_to_a_message_of_a_workspace(speaking: Speaking, film: Path) -> None:
    ref = await speaking.messenger.post_video(speaking.here, a_post(speaking), film, None)

    (video,) = videos(speaking)
    link = speaking.messenger.message_link(speaking.here, ref)
    assert link == f"https://filmclub.slack.com/archives/{speaking.channel.id}/p{video.ts.replace('.', '')}"


async def test_many_videos_in_one_channel_keep_to_one_a_second(tmp_path: Path, film: Path) -> None:
    async with open_speaking(tmp_path, has_rate_limits=True) as speaking:
        posts = [speaking.messenger.say(speaking.here, Notice(text=f"number {number}")) for number in range(4)]
        await asyncio.gather(*posts)

        assert speaking.slack.limits.hits == []
        assert len(speaking.channel.messages) == 4


async def _posted(messenger: object, speaking: Speaking, film: Path) -> None:
    """Until it is: a message may take a moment to appear."""
    for _ in range(50):
        try:
            await messenger.post_video(speaking.here, a_post(speaking), film, None)  # type: ignore[attr-defined]
        except DeliveryPaused:
            await asyncio.sleep(0.05)
        else:
            return
    raise AssertionError("it was never posted")
