"""Trouble from elsewhere: disks, networks, strangers, limits. The real bot and the real sandbox, on loopback."""

from __future__ import annotations

import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from adapters.http.app import MAX_CALLBACK
from adapters.media.mp4 import read_clip
from adapters.providers.catalogue import Overrides
from adapters.sandbox.server import open_sandbox
from bot import texts
from bot.domain.errors import BadImage
from bot.domain.job import JobId, JobStatus
from bot.domain.job_events import Reason
from bot.ports import Clip
from tests.chat_page import until
from tests.films import make_film
from tests.scenarios.processes import free_port
from tests.scenarios.town import Town, open_town

pytestmark = [pytest.mark.slow]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def large_clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Some two megabytes in two seconds."""
    film = make_film(tmp_path_factory.mktemp("clip") / "large.mp4", width=640, height=360, noise=True, seconds=2)
    assert MEGABYTE < film.stat().st_size < 20 * MEGABYTE
    return film.read_bytes()


@pytest.fixture(scope="module")
def endless_clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """More than a megabyte, and so long that a megabyte of it would be unwatchable."""
    path = tmp_path_factory.mktemp("clip") / "endless.mp4"
    film = make_film(path, width=320, height=180, noise=True, seconds=150, rate=1)
    assert film.stat().st_size > MEGABYTE
    return film.read_bytes()


# --- the disk ---


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes: what a full disk is like, for large files only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_waited_for(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip) as town:
        with files_of_at_most(12 * MEGABYTE):
            job_id = await town.ask("a red kite #big=16")
            await until_tried(town, job_id, 2)
            assert town.spooled() == []

        job = await town.ended(job_id)

        assert job.status is JobStatus.POSTED
        assert await town.ledger(job_id) == ["reserved", "settled"]


async def test_a_disk_that_stays_full_is_told_and_refunded(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip, spool_reserve_mb=10**9) as town:
        job_id = await town.ask("a red kite")
        await until_tried(town, job_id, 1)

        town.clock.ahead = timedelta(minutes=11)
        job = await town.ended(job_id)

        assert job.reason is Reason.STORAGE_FULL
        assert texts.reason(Reason.STORAGE_FULL, "Sora 2") in (await town.card(job_id))["note"]
        assert await town.ledger(job_id) == ["reserved", "released"]


async def test_a_spool_file_deleted_on_the_way_is_fetched_again(tmp_path: Path, large_clip: bytes) -> None:
    async with open_town(tmp_path, large_clip) as town:
        job_id = await town.ask("a red kite #slow-result=2*1")

        async def begun() -> list[Path]:
            return town.spooled()

        for path in await until(begun):
            path.unlink()

        assert (await town.ended(job_id)).status is JobStatus.POSTED
        assert town.bot.media.path(job_id).read_bytes() == large_clip
        assert town.task(job_id)["downloads"] == 2


async def until_tried(town: Town, job_id: JobId, times: int) -> None:
    """Until so many deliveries were tried, and given up."""

    async def tried() -> bool:
        job = await town.job(job_id)
        return job.deliveries >= times and job.lease is None

    await until(tried, within=20)


# --- the provider ---


async def test_a_provider_that_is_down_gets_the_request_once_it_is_back(tmp_path: Path, clip: bytes) -> None:
    port = free_port()
    async with open_town(tmp_path, clip, base_url=f"http://127.0.0.1:{port}/apixo/api/v1") as town:
        job_id = await town.ask("a red kite")

        async def tried() -> bool:
            job = await town.job(job_id)
            return job.attempts >= 1 and job.status is JobStatus.ACCEPTED

        await until(tried)
        async with open_sandbox(port=port, clip=clip, delay=timedelta(seconds=0.1)) as back:
            assert (await town.ended(job_id)).status is JobStatus.POSTED
            assert list(back.overview()["submits"].values()) == [1]


async def test_a_provider_that_stays_down_costs_nothing(tmp_path: Path, clip: bytes) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/apixo/api/v1"
    hasty = Overrides(deadline=timedelta(seconds=3))
    async with open_town(tmp_path, clip, base_url=nowhere, overrides=hasty) as town:
        job = await town.ended(await town.ask("a red kite"))

        assert (job.status, job.reason) == (JobStatus.EXPIRED, Reason.DEADLINE)
        assert await town.ledger(job.id) == ["reserved", "released"]


async def test_without_a_public_address_the_bot_asks_for_itself(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip, has_public_url=False) as town:
        posted, lost = await town.ask("a red kite"), await town.ask("a red kite #lost-answer")

        assert (await town.ended(posted)).status is JobStatus.POSTED
        # Nobody will call, and nobody can be asked without the task's id.
        assert (await town.ended(lost)).reason is Reason.LOST
        assert [task["callback_url"] for task in town.sandbox.overview()["tasks"]] == ["", ""]
        assert await town.used() == 1


async def test_a_redirect_to_another_address_of_this_machine_is_not_followed(tmp_path: Path, clip: bytes) -> None:
    async with open_sandbox(host="127.0.0.2", clip=clip) as stranger, open_town(tmp_path, clip) as town:
        job = await town.ended(await town.ask(f"a red kite #redirect-private={stranger.url}/media/a.mp4"))

        assert job.reason is Reason.RESULT_FORBIDDEN
        assert stranger.counts()["requests"] == {}


# --- callbacks of strangers ---


async def test_only_a_callback_with_the_secret_and_a_body_that_is_one_counts(tmp_path: Path, clip: bytes) -> None:
    patient = Overrides(callback_patience=timedelta(minutes=5), deadline=timedelta(minutes=10))
    async with open_town(tmp_path, clip, overrides=patient) as town:
        job_id = await town.ask("a red kite #stuck")

        async def sent() -> bool:
            return (await town.job(job_id)).status is JobStatus.QUEUED

        await until(sent)
        before = await town.job(job_id)
        url = town.task(job_id)["callback_url"]
        forged = url[:-1] + ("A" if url[-1] != "A" else "B")

        answers = [
            await call_back(town, forged, b'{"data": {"taskId": "task_1", "state": "success"}}'),
            await call_back(town, forged, b"x" * (MAX_CALLBACK + 1)),
            await call_back(town, url.replace("/callbacks/apixo/", "/callbacks/other/"), b"{}"),
            await call_back(town, url, b"<html>not json</html>"),
            await call_back(town, url, b""),
            await call_back(town, url, b"x" * (MAX_CALLBACK + 1)),
            await call_back(town, url, chunks_of(MAX_CALLBACK + 1)),
        ]

        assert answers == [404, 404, 404, 400, 400, 413, 413]
        assert await town.job(job_id) == before


async def call_back(town: Town, url: str, body: Any) -> int:
    async with town.client.http.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
        return answer.status


async def chunks_of(size: int) -> Any:
    """A body that does not say how long it is."""
    for _ in range(0, size, 65_536):
        yield b" " * 65_536


# --- the platform's limit ---


async def test_a_video_over_the_upload_limit_is_made_smaller(tmp_path: Path, large_clip: bytes) -> None:
    async with open_town(tmp_path, large_clip, web_upload_limit_mb=1) as town:
        job_id = await town.ask("a red kite")
        assert (await town.ended(job_id, within=60)).status is JobStatus.POSTED

        played = read_clip(town.bot.media.path(job_id))

        assert isinstance(played, Clip)
        assert played.bytes <= MEGABYTE
        assert played.seconds == pytest.approx(2, abs=0.3)
        assert town.spooled() == []


async def test_a_video_that_cannot_be_made_smaller_comes_as_a_link_that_ends(
    tmp_path: Path, endless_clip: bytes
) -> None:
    async with open_town(tmp_path, endless_clip, web_upload_limit_mb=1, link_days=7) as town:
        job_id = await town.ask("a red kite")
        assert (await town.ended(job_id, within=60)).status is JobStatus.POSTED
        video = await town.video(job_id)
        assert video is not None
        assert (video["src"], "cannot be uploaded here" in video["text"]) == (None, True)
        path = urlsplit(video["link"]).path

        whole = await town.client.get(path)
        part = await town.client.request("GET", path, headers={"Range": "bytes=4-7"})
        bent = await town.client.get(path.replace("/files/", "/files/x"))
        town.clock.ahead = timedelta(days=8)
        late = await town.client.get(path)

        assert (whole.status, whole.body) == (200, endless_clip)
        assert (part.status, part.body) == (206, b"ftyp")
        assert bent.status == 404
        assert (late.status, late.body.decode()) == (404, texts.link_expired())


# --- reference images ---


def a_picture() -> bytes:
    """A JPEG of another shape than the video's."""
    data = io.BytesIO()
    Image.new("RGB", (800, 800), "orange").save(data, "JPEG")
    return data.getvalue()


async def upload(town: Town, data: bytes) -> Any:
    headers = {**town.client.same_origin, "Content-Type": "image/jpeg"}
    return await town.client.request("POST", "/api/images", data=data, headers=headers)


async def ask_with_picture(town: Town, prompt: str, image_id: str) -> None:
    body = {"form": {"prompt": prompt, "image_id": image_id}, "client_id": "client-with-picture"}
    assert (await town.client.post("/api/conversations/studio/messages", body)).status == 200


async def test_a_reference_image_reaches_the_provider_through_a_signed_link(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip) as town:
        uploaded = await upload(town, a_picture())
        await ask_with_picture(town, "a red kite", uploaded.body["image_id"])
        job_id = await town.job_of("a red kite")

        assert (await town.ended(job_id)).status is JobStatus.POSTED
        (task,) = town.sandbox.workshop.book.tasks.values()
        assert task.order.image_url.startswith(f"{town.bot.url}/images/")
        assert task.image is not None
        assert Image.open(io.BytesIO(task.image)).size == (1280, 720)
        bent = await town.client.get(urlsplit(task.order.image_url).path + "x")
        assert bent.status == 404


async def test_without_a_public_address_the_provider_gets_no_picture_and_people_are_told(
    tmp_path: Path, clip: bytes
) -> None:
    async with open_town(tmp_path, clip, has_public_url=False) as town:
        uploaded = await upload(town, a_picture())
        await ask_with_picture(town, "a red kite", uploaded.body["image_id"])
        job_id = await town.job_of("a red kite")

        job = await town.ended(job_id)

        assert job.reason is Reason.BAD_IMAGE
        assert texts.reason(Reason.BAD_IMAGE, "Sora 2") in (await town.card(job_id))["note"]
        assert await town.used() == 0


async def test_a_broken_picture_is_told_at_once_and_costs_nothing(tmp_path: Path, clip: bytes) -> None:
    async with open_town(tmp_path, clip) as town:
        uploaded = await upload(town, b"\xff\xd8\xff" + bytes(1000))
        await ask_with_picture(town, "a red kite", uploaded.body["image_id"])

        notices = [m["body"]["text"] for m in await town.client.messages() if m["kind"] == "notice"]

        assert notices == [texts.bad_image(BadImage("not_an_image"))]
        assert await town.used() == 0
