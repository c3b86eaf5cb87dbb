"""A file's way into Slack: in pieces, whole, and within what the workspace takes."""

from __future__ import annotations

import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from adapters.slack.messenger import SlackMessenger
from adapters.slack.posts.upload_limits import KEPT, LARGEST
from bot.domain.chat import Conversation
from bot.domain.errors import ConversationGone, DeliveryPaused
from tests.adapters.discord.values import a_post
from tests.adapters.slack.speaking import Speaking, in_channel, said
from tests.serving import serving

MB = 1_000_000
REFUSED_THERE = (
    "slack_connect_blocked_file_type",
    "slack_connect_clip_sharing_blocked",
    "slack_connect_file_upload_sharing_blocked",
)
REFUSALS = ("file_type_not_allowed", "file_uploads_disabled", "file_uploads_except_images_disabled")
ANNOUNCE, COMPLETE = "files.getUploadURLExternal", "files.completeUploadExternal"


@dataclass(eq=False)
class Drain:
    """Takes uploads and keeps nothing of them."""

    origin: str = ""
    length: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.Response:
        self.headers = dict(request.headers)
        async for piece in request.content.iter_any():
            self.length += len(piece)
        return web.Response(text="OK")


@asynccontextmanager
async def open_drain() -> AsyncIterator[Drain]:
    drain, app = Drain(), web.Application()
    app.router.add_post("/upload/{ticket}", drain.take)
    async with serving(app) as origin:
        drain.origin = origin
        yield drain


def a_film(folder: Path, size: int) -> Path:
    """A film that takes no room on the disk."""
    path = folder / f"{size}.mp4"
    with path.open("wb") as file:
        file.truncate(size)
    return path


async def paused(messenger: SlackMessenger, where: Conversation, path: Path) -> timedelta:
    with pytest.raises(DeliveryPaused) as pause:
        await messenger.post_video(where, a_post(), path, None)
    return pause.value.retry_after


async def refused(speaking: Speaking, path: Path) -> timedelta:
    return await paused(speaking.messenger(), speaking.here, path)


async def test_a_large_file_never_lies_whole_in_memory(speaking: Speaking, tmp_path: Path) -> None:
    huge = a_film(tmp_path, 30 * MB)
    async with open_drain() as drain:
        speaking.slack.files.origin = drain.origin
        tracemalloc.start()
        try:
            await speaking.messenger().uploads.send(speaking.workspace, huge, "huge.mp4")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert drain.length == 30 * MB
    assert peak < 5 * MB


async def test_a_file_is_sent_with_its_length_and_without_our_token(speaking: Speaking, tmp_path: Path) -> None:
    async with open_drain() as drain:
        speaking.slack.files.origin = drain.origin
        await speaking.messenger().uploads.send(speaking.workspace, a_film(tmp_path, MB), "film.mp4")

    assert drain.headers["Content-Length"] == str(MB)
    assert "Transfer-Encoding" not in drain.headers
    assert "Authorization" not in drain.headers


async def test_a_workspace_takes_as_much_as_slack_does_until_it_says_otherwise(speaking: Speaking) -> None:
    assert await speaking.messenger().upload_limit(speaking.here) == LARGEST


async def test_what_a_workspace_takes_is_learned_by_trying_sizes(speaking: Speaking, tmp_path: Path) -> None:
    messenger = speaking.messenger()
    speaking.studio.largest_upload = 6 * MB
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(speaking.here, a_post(), a_film(tmp_path, 10 * MB), None)

    assert await messenger.upload_limit(speaking.here) == 5 * MB
    assert await messenger.upload_limit(in_channel(speaking.ann.dm)) == 5 * MB
    assert speaking.ours == []


async def test_a_film_within_what_was_learned_is_taken(speaking: Speaking, tmp_path: Path) -> None:
    messenger = speaking.messenger()
    speaking.studio.largest_upload = 6 * MB
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(speaking.here, a_post(), a_film(tmp_path, 10 * MB), None)

    await messenger.post_video(speaking.here, a_post(), a_film(tmp_path, 5 * MB), None)

    assert [len(file.content or b"") for file in speaking.films[0].files] == [5 * MB]


async def test_a_workspace_that_takes_next_to_nothing_gets_links(speaking: Speaking, tmp_path: Path) -> None:
    messenger = speaking.messenger()
    speaking.studio.largest_upload = 1000
    with pytest.raises(DeliveryPaused) as pause:
        await messenger.post_video(speaking.here, a_post(), a_film(tmp_path, 10 * MB), None)

    assert pause.value.retry_after <= timedelta(seconds=1)
    assert await messenger.upload_limit(speaking.here) == 0


async def test_what_was_learned_is_forgotten_after_a_while(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    speaking.studio.refuses_uploads = "file_uploads_disabled"
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(speaking.here, a_post(), film, None)
    speaking.clock.pass_time(KEPT)

    assert await messenger.upload_limit(speaking.here) == LARGEST


@pytest.mark.parametrize("step", [ANNOUNCE, COMPLETE])
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_workspace_that_takes_no_videos_gets_links(
    speaking: Speaking, film: Path, refusal: str, step: str
) -> None:
    messenger = speaking.messenger()
    speaking.slack.trouble(step, error=refusal)
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(speaking.here, a_post(), film, None)

    assert await messenger.upload_limit(speaking.here) == 0
    await messenger.post_video(speaking.here, a_post(), None, "https://bot.example/1")
    assert [message.files for message in speaking.ours] == [[]]


async def test_a_film_that_is_too_large_to_be_shown_is_made_smaller_and_at_last_linked_to(
    speaking: Speaking, tmp_path: Path
) -> None:
    messenger, where = speaking.messenger(), speaking.here
    speaking.slack.trouble(COMPLETE, error="file_upload_size_restricted", times=2)
    assert await paused(messenger, where, a_film(tmp_path, 8 * MB)) <= timedelta(seconds=1)
    assert await messenger.upload_limit(where) == 2 * MB

    await paused(messenger, where, a_film(tmp_path, MB))
    assert await messenger.upload_limit(where) == 0

    await messenger.post_video(where, a_post(), None, "https://bot.example/1")
    assert [message.files for message in speaking.ours] == [[]]


async def test_a_film_that_slack_refuses_in_words_of_its_own_goes_elsewhere(speaking: Speaking, film: Path) -> None:
    messenger = speaking.messenger()
    speaking.slack.trouble(COMPLETE, error="a_word_nobody_knew")
    with pytest.raises(ConversationGone):
        await messenger.post_video(speaking.here, a_post(), film, None)

    assert await messenger.find_video(speaking.here, a_post().job_id, None) is None
    await messenger.post_video(in_channel(speaking.ann.dm), a_post(), film, None)
    assert len(said(speaking.ann.dm)) == 1


@pytest.mark.parametrize("error", ["fatal_error", "internal_error", "invalid_auth", "ratelimited"])
async def test_a_film_that_cannot_be_shown_just_now_is_no_film_that_is_refused(
    speaking: Speaking, film: Path, error: str
) -> None:
    speaking.slack.trouble(COMPLETE, error=error)

    await refused(speaking, film)


@pytest.mark.parametrize("refusal", REFUSED_THERE)
async def test_a_shared_channel_that_takes_no_files_says_nothing_about_the_others(
    speaking: Speaking, film: Path, refusal: str
) -> None:
    messenger, other = speaking.messenger(), speaking.slack.add_channel(speaking.studio, "other")
    speaking.slack.trouble(COMPLETE, error=refusal)
    with pytest.raises(ConversationGone):
        await messenger.post_video(speaking.here, a_post(), film, None)

    assert await messenger.upload_limit(speaking.here) == LARGEST
    assert await messenger.find_video(speaking.here, a_post().job_id, None) is None
    await messenger.post_video(in_channel(other), a_post(), film, None)
    assert len(said(other)) == 1


async def test_a_workspace_that_takes_smaller_files_but_no_videos_gets_links(
    speaking: Speaking, tmp_path: Path
) -> None:
    messenger = speaking.messenger()
    speaking.slack.trouble(ANNOUNCE, error="file_upload_size_restricted")
    speaking.slack.trouble(ANNOUNCE, error="file_type_not_allowed")
    with pytest.raises(DeliveryPaused):
        await messenger.post_video(speaking.here, a_post(), a_film(tmp_path, 10 * MB), None)

    assert await messenger.upload_limit(speaking.here) == 0


async def test_one_workspace_says_nothing_about_another(speaking: Speaking) -> None:
    messenger = speaking.messenger()

    messenger.limits.learn("T0OTHER", 0)

    assert await messenger.upload_limit(speaking.here) == LARGEST


async def test_an_upload_that_fails_leaves_nothing_to_see(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble("upload", status=500)

    await refused(speaking, film)

    assert speaking.ours == []
    assert speaking.studio.files == {}


async def test_an_announcement_that_comes_too_often_waits(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble(ANNOUNCE, retry_after=30)

    assert await refused(speaking, film) == timedelta(seconds=30)
    assert await speaking.messenger().upload_limit(speaking.here) == LARGEST


async def test_an_announcement_without_an_address_is_made_again(speaking: Speaking, film: Path) -> None:
    speaking.slack.trouble(ANNOUNCE, is_half=True)
    await refused(speaking, film)

    await speaking.messenger().post_video(speaking.here, a_post(), film, None)

    assert len(speaking.films) == 1


async def test_an_announcement_without_an_address_says_nothing_about_sizes(speaking: Speaking, tmp_path: Path) -> None:
    messenger, large = speaking.messenger(), a_film(tmp_path, 10 * MB)
    speaking.slack.trouble(ANNOUNCE, error="file_upload_size_restricted")
    speaking.slack.trouble(ANNOUNCE, is_half=True)

    await paused(messenger, speaking.here, large)

    assert await messenger.upload_limit(speaking.here) == LARGEST


async def test_a_small_file_can_be_kept_where_nobody_sees_it(speaking: Speaking) -> None:
    file_id = await speaking.messenger().uploads.keep(speaking.workspace, b"a picture", "poster.jpg")

    assert speaking.studio.files[file_id].content == b"a picture"
    assert [*speaking.ours, *said(speaking.ann.dm)] == []


async def test_a_kept_file_may_be_removed_twice(speaking: Speaking) -> None:
    uploads = speaking.messenger().uploads
    file_id = await uploads.keep(speaking.workspace, b"a picture", "poster.jpg")

    for _ in range(2):
        await uploads.remove(speaking.workspace, file_id)

    assert await uploads.about(speaking.workspace, file_id) is None
