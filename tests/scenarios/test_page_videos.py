"""What people do with a finished video on the page, with the whole bot behind it."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.town import Town, open_town


async def act(town: Town, action: str, job_id: str) -> None:
    body = {"action": action, "job_id": job_id, "conversation": "studio", "client_id": f"{action}-{job_id}"}
    assert (await town.client.post("/api/actions", body)).status == 200


async def test_a_video_is_gone_on_from_and_then_deleted(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip) as town:
        first = await town.ask("a red kite")
        await town.ended(first)
        await town.client.say(f"/sora create --image {first} the kite lands", client_id="client-goes-on")
        second = await town.job_of("the kite lands")
        await town.ended(second)

        await act(town, "delete_now", first)

        assert len(await town.database.rows("SELECT id FROM images")) == 1
        assert [
            message["body"]["job_id"] for message in await town.client.messages() if message["kind"] == "video"
        ] == [second]
        assert not (tmp_path / "web-media" / f"{first}.mp4").exists()
        assert (await town.client.get(f"/media/{second}.mp4")).status == 200
        assert (await town.job(first)).deleted_at is not None
        assert await town.ledger(first) == ["reserved", "settled"]


async def test_who_sits_at_the_page_alone_may_pause_it(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip) as town:
        await town.client.say("/sora admin pause", client_id="client-pauses")
        await town.client.say("/sora create a red kite", client_id="client-asks")

        texts = [message["body"].get("text", "") for message in await town.client.messages()]

        assert any("paused here for now" in text for text in texts)
        assert await town.database.rows("SELECT id FROM jobs") == []
