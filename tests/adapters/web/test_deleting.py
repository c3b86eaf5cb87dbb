"""A video that is deleted leaves the page, on screens that are open too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.chat import Action
from bot.domain.job import JobId
from bot.ports import Clip
from tests.chat_client import PageClient
from tests.chat_page import ChatPage


@pytest.fixture
async def job(page: ChatPage, client: PageClient, tmp_path: Path) -> JobId:
    """A video that is posted."""
    film = tmp_path / "film.mp4"
    film.write_bytes(b"a film")
    await client.say("/sora create a kite")
    job = page.core.newest()
    await page.core.deliver(job, film, Clip(width=16, height=9, seconds=1, bytes=6))
    return job


async def test_a_delete_asks_first(page: ChatPage, client: PageClient, job: JobId) -> None:
    asked = await client.post("/api/actions", {"action": "delete", "job_id": job})

    assert "Delete this video?" in asked.body["question"]
    assert asked.body["yes"] == "delete_now"
    assert page.core.pressed == []


async def test_a_deleted_video_is_no_message_any_more_and_its_file_is_gone(
    page: ChatPage, client: PageClient, job: JobId
) -> None:
    rev = await page.room.log.latest_rev()
    body = {"action": "delete_now", "job_id": job, "conversation": "studio", "client_id": "press-123"}
    await client.post("/api/actions", body)

    assert page.core.pressed == [(Action.DELETE_NOW, job)]
    assert [message["kind"] for message in await client.messages()] == ["text", "card", "notice"]
    assert (await client.get(f"/media/{job}.mp4")).status == 404
    async with client.events(rev) as events:
        heard = await events.next()
    assert (heard["kind"], heard["key"]) == ("removed", f"video:{job}")
    assert heard["body"] == {"job_id": job}
