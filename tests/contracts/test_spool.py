"""What the port `Spool` promises, on a real folder."""

from __future__ import annotations

import asyncio
import errno
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.http.addresses import Addresses
from adapters.http.signing import LinkKind, Signer
from adapters.media.disk import full_disk_told
from adapters.media.names import name_on_disk, safe_filename
from adapters.media.published import PublishedVideos
from adapters.media.spool import FolderSpool, open_spool
from bot.domain.errors import StorageFull
from bot.domain.job import JobId

JOB = JobId("kite-1")
START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SIGNER = Signer(b"a secret of thirty-two bytes long")


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was set."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def published(tmp_path: Path) -> PublishedVideos:
    return PublishedVideos(folder=tmp_path / "links", address=Addresses("https://bot.example/", SIGNER).file)


@pytest.fixture
async def spool(tmp_path: Path, clock: SetClock, published: PublishedVideos) -> AsyncIterator[FolderSpool]:
    async with open_spool(tmp_path / "spool", clock=clock, published=published) as opened:
        yield opened


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]


def everything_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_room_takes_a_file_and_is_empty_afterwards(spool: FolderSpool) -> None:
    async with spool.room(JOB) as path:
        path.write_bytes(b"film")
        path.with_name("video.fit.mp4").write_bytes(b"smaller film")

        assert path.suffix == ".mp4"

    assert files_below(spool.folder) == []


async def test_a_room_is_cleared_after_an_error(spool: FolderSpool) -> None:
    async def deliver() -> None:
        async with spool.room(JOB) as path:
            path.write_bytes(b"film")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await deliver()

    assert files_below(spool.folder) == []


async def test_a_room_is_cleared_when_its_delivery_is_cancelled(spool: FolderSpool) -> None:
    entered = asyncio.Event()

    async def deliver() -> None:
        async with spool.room(JOB) as path:
            path.write_bytes(b"film")
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(deliver())
    await entered.wait()
    task.cancel()
    await asyncio.wait([task])

    assert files_below(spool.folder) == []


async def test_two_rooms_for_one_job_do_not_share_a_file(spool: FolderSpool) -> None:
    async with spool.room(JOB) as first:
        first.write_bytes(b"first")
        async with spool.room(JOB) as second:
            second.write_bytes(b"second")

        assert first.read_bytes() == b"first"


async def test_a_disk_below_its_reserve_is_refused(tmp_path: Path, clock: SetClock) -> None:
    free = shutil.disk_usage(tmp_path).free

    async with open_spool(tmp_path / "spool", clock=clock, reserve_bytes=2 * free) as spool:
        with pytest.raises(StorageFull):
            async with spool.room(JOB):
                pass

        assert everything_in(spool.own_folder) == []


async def test_a_spool_over_its_bound_is_refused(tmp_path: Path, clock: SetClock) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "large").write_bytes(b"x" * 1001)

    async with open_spool(tmp_path / "spool", clock=clock, most_bytes=1000) as spool:
        with pytest.raises(StorageFull):
            async with spool.room(JOB):
                pass


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_the_systems_word_for_a_full_disk_is_understood(code: int) -> None:
    with pytest.raises(StorageFull), full_disk_told():
        raise OSError(code, "no room")


CRASH = """
import asyncio, os, sys
from pathlib import Path
from adapters.media.spool import open_spool

async def crash():
    async with open_spool(Path(sys.argv[1]), clock=None) as spool, spool.room("kite-1") as path:
        path.write_bytes(b"film")
        print("ready", flush=True)
        if sys.stdin.readline() == "":
            os._exit(1)

asyncio.run(crash())
"""


@pytest.fixture
def other_bot(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process with a room in the same spool; it dies without cleaning up when its input ends."""
    command = [sys.executable, "-c", CRASH, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        yield other


async def test_what_a_crashed_bot_left_is_gone_after_the_next_start(
    tmp_path: Path, clock: SetClock, other_bot: subprocess.Popen[bytes]
) -> None:
    other_bot.communicate(timeout=10)
    assert len(files_below(tmp_path)) == 1

    async with open_spool(tmp_path, clock=clock):
        assert files_below(tmp_path) == []


@pytest.mark.usefixtures("other_bot")
async def test_what_a_living_bot_has_is_left_alone(tmp_path: Path, clock: SetClock) -> None:
    async with open_spool(tmp_path, clock=clock):
        assert len(files_below(tmp_path)) == 1


async def test_nothing_of_a_closed_spool_stays(tmp_path: Path, clock: SetClock) -> None:
    async with open_spool(tmp_path, clock=clock) as spool, spool.room(JOB) as path:
        path.write_bytes(b"film")

    assert everything_in(tmp_path) == []


async def test_a_published_video_outlives_its_room_behind_a_signed_address(
    spool: FolderSpool, published: PublishedVideos
) -> None:
    async with spool.room(JOB) as path:
        path.write_bytes(b"film")
        address = await spool.publish(JOB, path, "a kite.mp4")

    assert address is not None
    site, token, filename = address.rsplit("/", 2)
    assert (site, filename) == ("https://bot.example/files", "a-kite.mp4")
    name = SIGNER.read_link(LinkKind.FILE, token, START + timedelta(days=6))
    assert name is not None
    assert (published.folder / name).read_bytes() == b"film"


async def test_publishing_again_gives_the_same_address_of_the_first_file(
    spool: FolderSpool, clock: SetClock, published: PublishedVideos
) -> None:
    async with spool.room(JOB) as path:
        path.write_bytes(b"film")
        first = await spool.publish(JOB, path, "kite.mp4")
    clock.moment += timedelta(hours=1)

    async with spool.room(JOB) as path:
        path.write_bytes(b"the film once more")
        second = await spool.publish(JOB, path, "kite.mp4")

    assert second == first
    assert [path.read_bytes() for path in files_below(published.folder)] == [b"film"]


async def test_without_a_public_address_nothing_is_published(tmp_path: Path, clock: SetClock) -> None:
    async with open_spool(tmp_path, clock=clock) as spool, spool.room(JOB) as path:
        path.write_bytes(b"film")

        assert await spool.publish(JOB, path, "kite.mp4") is None


async def test_a_published_video_goes_when_its_link_has_ended(
    spool: FolderSpool, clock: SetClock, published: PublishedVideos
) -> None:
    async with spool.room(JOB) as path:
        path.write_bytes(b"film")
        await spool.publish(JOB, path, "kite.mp4")

    assert await spool.expire(START + timedelta(days=7, seconds=-1)) == 0
    assert await spool.expire(START + timedelta(days=7)) == 1
    assert files_below(published.folder) == []


async def test_a_video_published_after_its_first_link_ended_is_there_again(spool: FolderSpool, clock: SetClock) -> None:
    async with spool.room(JOB) as path:
        path.write_bytes(b"film")
        await spool.publish(JOB, path, "kite.mp4")
        clock.moment += timedelta(days=8)

        address = await spool.publish(JOB, path, "kite.mp4")

    assert address is not None
    assert SIGNER.read_link(LinkKind.FILE, address.split("/")[-2], clock.moment) is not None


async def test_published_videos_keep_to_their_bound(
    tmp_path: Path, clock: SetClock, published: PublishedVideos
) -> None:
    bounded = replace(published, most_bytes=5)
    async with open_spool(tmp_path / "spool", clock=clock, published=bounded) as spool, spool.room(JOB) as path:
        path.write_bytes(b"film")
        await spool.publish(JOB, path, "kite.mp4")

        with pytest.raises(StorageFull):
            await spool.publish(JobId("kite-2"), path, "kite.mp4")

    assert len(files_below(published.folder)) == 1


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_no_job_id_leads_out_of_the_folder(tmp_path: Path, job_id: str) -> None:
    name = name_on_disk(job_id)

    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert len(name) <= 100
    SIGNER.sign_link(LinkKind.FILE, name, START)  # and the name fits a link


@given(st.text(), st.text())
def test_different_jobs_have_different_names_even_without_case(one: str, other: str) -> None:
    assert (name_on_disk(one).lower() == name_on_disk(other).lower()) is (one == other)


@given(st.one_of(st.text(), st.text().map(lambda text: f"{text}.mp4"), st.just("../../etc/passwd")))
def test_a_file_name_is_safe_in_an_address_and_a_header(filename: str) -> None:
    safe = safe_filename(filename)

    assert safe.isascii()
    assert not set(safe) & set('/\\"%?#;\r\n\0 ')
    assert safe.endswith((".mp4", ".webm", ".mov"))
    assert not safe.startswith((".", "-"))
    assert len(safe) <= 100
