"""Videos on the page: posted once, played in ranges."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.web.media_folder import MediaFolder
from bot.domain.chat import VideoPost
from bot.domain.errors import ConversationGone
from tests.builders import a_conversation
from tests.chat_client import PageClient
from tests.chat_page import ChatPage


def a_post(job_id: str = "k7m2qx22") -> VideoPost:
    return VideoPost(
        job_id=job_id,
        text="Your video is ready.",
        prompt="a kite",
        filename="kite.mp4",
        width=1280,
        height=720,
        seconds=8.0,
        mentions="you",
    )


def a_file(tmp_path: Path, content: bytes = b"a whole video") -> Path:
    path = tmp_path / "spool.mp4"
    path.write_bytes(content)
    return path


async def test_a_posted_video_plays_from_the_page_itself(page: ChatPage, client: PageClient, tmp_path: Path) -> None:
    await page.messenger.post_video(a_conversation(), a_post(), a_file(tmp_path), None)

    (message,) = await client.messages()
    assert message["body"]["src"] == "/media/k7m2qx22.mp4"
    answer = await client.get("/media/k7m2qx22.mp4")
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, b"a whole video", "video/mp4")


async def test_browsers_get_the_range_they_ask_for(page: ChatPage, client: PageClient, tmp_path: Path) -> None:
    await page.messenger.post_video(a_conversation(), a_post(), a_file(tmp_path), None)

    answer = await client.get("/media/k7m2qx22.mp4", Range="bytes=2-6")

    assert (answer.status, answer.body) == (206, b"whole")
    assert answer.headers["Content-Range"] == "bytes 2-6/13"


async def test_the_video_outlives_the_file_it_was_made_from(page: ChatPage, client: PageClient, tmp_path: Path) -> None:
    spooled = a_file(tmp_path)
    await page.messenger.post_video(a_conversation(), a_post(), spooled, None)

    spooled.unlink()

    assert (await client.get("/media/k7m2qx22.mp4")).body == b"a whole video"


async def test_after_a_crash_between_file_and_message_the_next_try_posts_it(
    page: ChatPage, client: PageClient, tmp_path: Path
) -> None:
    spooled = a_file(tmp_path)
    await page.media.place("k7m2qx22", spooled)  # and here it crashed
    assert await client.messages() == []

    await page.messenger.post_video(a_conversation(), a_post(), spooled, None)
    await page.messenger.post_video(a_conversation(), a_post(), spooled, None)

    assert [message["kind"] for message in await client.messages()] == ["video"]
    assert [path.name for path in page.media.root.iterdir()] == ["k7m2qx22.mp4"]


async def test_half_a_file_of_a_crash_is_replaced_by_the_whole(
    page: ChatPage, client: PageClient, tmp_path: Path
) -> None:
    page.media.root.mkdir(parents=True)
    page.media.path("k7m2qx22").write_bytes(b"half")

    await page.messenger.post_video(a_conversation(), a_post(), a_file(tmp_path), None)

    assert (await client.get("/media/k7m2qx22.mp4")).body == b"a whole video"


async def test_a_link_is_posted_where_there_is_no_file(page: ChatPage, client: PageClient) -> None:
    await page.messenger.post_video(a_conversation(), a_post(), None, "https://bot.example/files/1")

    (message,) = await client.messages()
    assert (message["body"]["src"], message["body"]["link"]) == (None, "https://bot.example/files/1")


async def test_into_a_conversation_that_is_gone_no_file_is_put(page: ChatPage, tmp_path: Path) -> None:
    with pytest.raises(ConversationGone):
        await page.messenger.post_video(a_conversation("nowhere"), a_post(), a_file(tmp_path), None)

    assert not page.media.root.exists()


@pytest.mark.parametrize("job_id", ["../x", "", ".", "a/b", "a\0b", "x" * 65])
def test_only_a_job_id_names_a_file(tmp_path: Path, job_id: str) -> None:
    with pytest.raises(ValueError, match="not a job id"):
        MediaFolder(tmp_path).path(job_id)


async def test_a_failed_copy_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = MediaFolder(tmp_path / "media")

    with pytest.raises(FileNotFoundError):
        await folder.place("k7m2qx22", tmp_path / "missing.mp4")

    assert list(folder.root.iterdir()) == []
