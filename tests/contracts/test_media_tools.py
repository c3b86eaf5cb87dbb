"""What the port `MediaTools` promises, with real files and real worker processes."""

from __future__ import annotations

import asyncio
import io
import os
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageCms

from adapters.media.tools import WorkerMediaTools
from adapters.media.workers import Bounds, Workers
from bot.domain.errors import BadImage, ResultNotAVideo, StorageFull
from bot.domain.video import Size
from tests.films import make_film, make_sound

SIZE = Size(1280, 720)
MB = 2**20


@pytest.fixture
def tools() -> WorkerMediaTools:
    return WorkerMediaTools()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Films that are made once: `plain`, `fragments`, `webm`, `quicktime`, `large` and `long`."""
    folder = tmp_path_factory.mktemp("films")
    make_film(folder / "plain.mp4")
    make_film(folder / "fragments.mp4", options={"movflags": "frag_keyframe+empty_moov"})
    make_film(folder / "film.webm", codec="libvpx")
    make_film(folder / "quicktime.mov", sound=False)
    make_film(folder / "large.mp4", width=640, height=480, seconds=2, noise=True)
    make_film(folder / "long.mp4", width=640, height=360, seconds=20, rate=24)
    return folder


# --- check_video ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain.mp4", "fragments.mp4", "film.webm", "quicktime.mov"])
async def test_a_whole_film_is_measured(tools: WorkerMediaTools, films: Path, name: str) -> None:
    clip = await tools.check_video(films / name)

    assert (clip.width, clip.height, clip.bytes) == (320, 180, (films / name).stat().st_size)
    assert clip.seconds == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("name", ["plain.mp4", "fragments.mp4", "film.webm", "quicktime.mov"])
async def test_a_film_that_was_cut_off_is_no_video(
    tools: WorkerMediaTools, films: Path, tmp_path: Path, name: str
) -> None:
    content = (films / name).read_bytes()
    cut = tmp_path / name
    cut.write_bytes(content[: len(content) // 2])

    with pytest.raises(ResultNotAVideo):
        await tools.check_video(cut)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body>Not found</body></html>", id="a web page"),
        pytest.param(b'{"error": "expired"}', id="JSON"),
        pytest.param(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", id="a playlist"),
        pytest.param(b"\x1aE\xdf\xa3 and then nothing of the kind", id="no WebM"),
        pytest.param(bytes(100_000), id="zeros"),
    ],
)
async def test_other_bytes_named_like_a_film_are_no_video(
    tools: WorkerMediaTools, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)

    with pytest.raises(ResultNotAVideo):
        await tools.check_video(path)


async def test_sound_alone_is_no_video(tools: WorkerMediaTools, tmp_path: Path) -> None:
    path = make_sound(tmp_path / "sound.mp4")

    with pytest.raises(ResultNotAVideo):
        await tools.check_video(path)


async def test_a_playlist_does_not_make_the_worker_read_other_files(films: Path, tmp_path: Path) -> None:
    playlist = tmp_path / "film.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{films / 'plain.mp4'}\n#EXT-X-ENDLIST\n")

    bounds = Bounds(memory=1024 * MB, cpu_seconds=20)
    answer = await Workers().run({"task": "probe", "path": str(playlist)}, seconds=20, bounds=bounds)

    assert answer.error == "not_a_video"


# --- fit_video --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.9, 0.5, 0.2])
async def test_a_fitted_film_stays_under_the_limit_and_is_whole(
    tools: WorkerMediaTools, films: Path, tmp_path: Path, part: float
) -> None:
    path = copied(films / "large.mp4", tmp_path)
    limit = int(path.stat().st_size * part)

    fitted = await tools.fit_video(path, limit)

    assert fitted is not None
    clip = await tools.check_video(fitted)
    assert fitted.parent == path.parent
    assert clip.bytes <= limit
    assert clip.width / clip.height == pytest.approx(640 / 480, rel=0.01)
    assert (clip.width % 2, clip.height % 2) == (0, 0)
    assert clip.seconds == pytest.approx(2, abs=0.1)


async def test_a_fitted_film_plays_everywhere_while_it_loads(
    tools: WorkerMediaTools, films: Path, tmp_path: Path
) -> None:
    path = copied(films / "large.mp4", tmp_path)

    fitted = await tools.fit_video(path, path.stat().st_size // 2)

    assert fitted is not None
    content = fitted.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(fitted)) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        assert film.streams.video[0].codec_context.pix_fmt == "yuv420p"
        assert film.streams.audio[0].codec_context.name == "aac"


@pytest.mark.parametrize("limit", [0, 1000, 20_000])
async def test_a_film_that_would_be_unwatchable_is_not_fitted(
    tools: WorkerMediaTools, films: Path, tmp_path: Path, limit: int
) -> None:
    path = copied(films / "large.mp4", tmp_path)

    assert await tools.fit_video(path, limit) is None
    assert names_in(tmp_path) == {"large.mp4"}


async def test_a_film_that_takes_too_long_is_not_fitted_and_leaves_nothing(films: Path, tmp_path: Path) -> None:
    path = copied(films / "long.mp4", tmp_path)
    began = time.monotonic()

    fitted = await WorkerMediaTools(fit_seconds=0.3).fit_video(path, path.stat().st_size)

    assert fitted is None
    assert time.monotonic() - began < 3
    assert names_in(tmp_path) == {"long.mp4"}
    assert workers_of(os.getpid()) == []


async def test_a_cancelled_fit_ends_its_worker_and_leaves_nothing(
    tools: WorkerMediaTools, films: Path, tmp_path: Path
) -> None:
    path = copied(films / "long.mp4", tmp_path)
    task = asyncio.create_task(tools.fit_video(path, path.stat().st_size))
    await until((tmp_path / "long.fit.mp4").exists)

    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert names_in(tmp_path) == {"long.mp4"}
    assert workers_of(os.getpid()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
async def test_a_full_disk_is_told(tools: WorkerMediaTools, films: Path, tmp_path: Path) -> None:
    path = copied(films / "large.mp4", tmp_path)
    (tmp_path / "large.fit.mp4").symlink_to("/dev/full")

    with pytest.raises(StorageFull):
        await tools.fit_video(path, path.stat().st_size // 2)


def turned(film: bytes) -> bytes:
    """The film with a note for players to turn it clockwise by a quarter."""
    upright = struct.pack(">5i", 0x10000, 0, 0, 0, 0x10000)
    at = film.index(upright, film.index(b"tkhd"))
    return film[:at] + struct.pack(">5i", 0, 0x10000, 0, -0x10000, 0) + film[at + len(upright) :]


async def test_a_fitted_film_stands_as_players_showed_it(tools: WorkerMediaTools, tmp_path: Path) -> None:
    make_film(tmp_path / "wide.mp4", picture=striped((320, 180)), sound=False)
    path = tmp_path / "turned.mp4"
    path.write_bytes(turned((tmp_path / "wide.mp4").read_bytes()))

    fitted = await tools.fit_video(path, 100_000)

    assert fitted is not None
    with av.open(str(fitted)) as film:
        shown = Image.fromarray(next(film.decode(video=0)).to_ndarray(format="rgb24"))
    assert shown.size == (180, 320)
    assert is_near(shown.getpixel((90, 20)), RED)
    assert is_near(shown.getpixel((90, 300)), BLUE)


async def test_a_picture_does_not_wait_for_two_films(tools: WorkerMediaTools, films: Path, tmp_path: Path) -> None:
    path = copied(films / "long.mp4", tmp_path)
    fits = [asyncio.create_task(tools.fit_video(path, path.stat().st_size)) for _ in range(2)]
    await until((tmp_path / "long.fit.mp4").exists)

    await tools.prepare_image(PNG, SIZE)

    assert not any(fit.done() for fit in fits)
    for fit in fits:
        fit.cancel()
    await asyncio.wait(fits)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
async def test_a_worker_learns_no_secret_of_the_bot(
    tools: WorkerMediaTools, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SORA_DISCORD_TOKEN", "made-up-token")
    path = copied(films / "long.mp4", tmp_path)
    task = asyncio.create_task(tools.fit_video(path, path.stat().st_size))
    await until((tmp_path / "long.fit.mp4").exists)

    (worker,) = workers_of(os.getpid())

    assert b"made-up-token" not in environment_of(worker)
    task.cancel()
    await asyncio.wait([task])


FIT = """
import asyncio, sys
from pathlib import Path
from adapters.media.tools import WorkerMediaTools

path = Path(sys.argv[1])
asyncio.run(WorkerMediaTools().fit_video(path, path.stat().st_size))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
async def test_a_worker_dies_with_the_bot(films: Path, tmp_path: Path) -> None:
    path = copied(films / "long.mp4", tmp_path)
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", FIT, str(path))
    await until((tmp_path / "long.fit.mp4").exists)
    (worker,) = workers_of(bot.pid)

    bot.kill()
    await bot.wait()

    await until(lambda: not is_running(worker), seconds=3)


# --- last_picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain.mp4", "fragments.mp4", "film.webm", "quicktime.mov", "long.mp4"])
async def test_the_last_picture_of_a_film_is_the_one_it_ends_with(
    tools: WorkerMediaTools, films: Path, name: str
) -> None:
    with av.open(str(films / name)) as film:
        last = list(film.decode(video=0))[-1].to_ndarray(format="gray")

    data = await tools.last_picture(films / name)

    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        found = np.asarray(picture.convert("L")).astype(int)
    assert found.shape == last.shape
    assert abs(found - last.astype(int)).mean() < 12


async def test_the_last_picture_stands_as_players_showed_it(tools: WorkerMediaTools, tmp_path: Path) -> None:
    make_film(tmp_path / "wide.mp4", picture=striped((320, 180)), sound=False)
    path = tmp_path / "turned.mp4"
    path.write_bytes(turned((tmp_path / "wide.mp4").read_bytes()))

    with Image.open(io.BytesIO(await tools.last_picture(path))) as picture:
        assert picture.size == (180, 320)
        assert is_near(picture.getpixel((90, 20)), RED)
        assert is_near(picture.getpixel((90, 300)), BLUE)


async def test_what_is_no_film_has_no_last_picture(tools: WorkerMediaTools, tmp_path: Path) -> None:
    page = tmp_path / "page.mp4"
    page.write_bytes(b"<html></html>")

    with pytest.raises(ResultNotAVideo):
        await tools.last_picture(page)


# --- prepare_image ----------------------------------------------------------------------------------------------------


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def is_near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 12 for a, b in zip(colour, wanted, strict=True))


RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)


def striped(size: tuple[int, int]) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [Size(1280, 720), Size(720, 1280), Size(1024, 1024)])
async def test_a_picture_becomes_a_jpeg_of_exactly_the_size(tools: WorkerMediaTools, kind: str, size: Size) -> None:
    prepared = await tools.prepare_image(encoded(striped((1000, 700)), kind), size)

    picture = opened(prepared)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (size.width, size.height))


async def test_a_picture_is_cropped_around_its_middle(tools: WorkerMediaTools) -> None:
    picture = Image.new("RGB", (3000, 720), GREEN)
    picture.paste(RED, (1500 - 640, 0, 1500 + 640, 720))

    prepared = opened(await tools.prepare_image(encoded(picture, "PNG"), SIZE))

    assert is_near(prepared.getpixel((20, 360)), RED)
    assert is_near(prepared.getpixel((1260, 360)), RED)


async def test_a_padded_picture_is_shown_whole(tools: WorkerMediaTools) -> None:
    picture = Image.new("RGB", (200, 800), RED)
    picture.paste(BLUE, (0, 0, 200, 20))

    prepared = opened(await tools.prepare_image(encoded(picture, "PNG"), SIZE, pad=True))

    assert prepared.size == (1280, 720)
    assert is_near(prepared.getpixel((640, 5)), BLUE)
    assert is_near(prepared.getpixel((640, 715)), RED)


async def test_a_picture_is_turned_as_its_camera_noted(tools: WorkerMediaTools) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    data = encoded(striped((1280, 720)), "JPEG", exif=exif)

    prepared = opened(await tools.prepare_image(data, Size(720, 1280)))

    assert is_near(prepared.getpixel((360, 100)), RED)
    assert is_near(prepared.getpixel((360, 1180)), BLUE)


async def test_nothing_but_the_picture_is_kept(tools: WorkerMediaTools) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(striped((1280, 720)), "JPEG", exif=exif, icc_profile=profile, comment=b"secret place")

    prepared = await tools.prepare_image(data, SIZE)

    assert b"home" not in prepared
    assert b"secret" not in prepared
    assert set(opened(prepared).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        pytest.param(encoded(Image.new("RGBA", (64, 64), (255, 0, 0, 0)), "PNG"), WHITE, id="transparent"),
        pytest.param(encoded(Image.new("RGBA", (64, 64), (*RED, 255)), "PNG"), RED, id="opaque"),
        pytest.param(encoded(Image.new("LA", (64, 64), (0, 0)), "PNG"), WHITE, id="transparent grey"),
        pytest.param(encoded(Image.new("P", (64, 64), 0), "PNG", transparency=0), WHITE, id="transparent palette"),
        pytest.param(encoded(Image.new("RGB", (64, 64), RED).convert("P"), "PNG"), RED, id="palette"),
        pytest.param(encoded(Image.new("RGB", (64, 64), RED).convert("CMYK"), "JPEG"), RED, id="CMYK"),
        pytest.param(encoded(Image.new("I;16", (64, 64), 0xFFFF), "PNG"), WHITE, id="16 bits, white"),
        pytest.param(encoded(Image.new("I;16", (64, 64), 0x8000), "PNG"), (128, 128, 128), id="16 bits, grey"),
        pytest.param(encoded(Image.new("1", (64, 64), 1), "PNG"), WHITE, id="1 bit"),
        pytest.param(encoded(Image.new("L", (64, 64), 128), "JPEG"), (128, 128, 128), id="grey"),
        pytest.param(encoded(Image.new("RGB", (1, 5000), RED), "PNG"), RED, id="a line"),
    ],
)
@pytest.mark.parametrize("pad", [False, True])
async def test_every_kind_of_colour_arrives_as_it_was_meant(
    tools: WorkerMediaTools, data: bytes, wanted: tuple[int, int, int], pad: bool
) -> None:
    prepared = opened(await tools.prepare_image(data, Size(320, 180), pad=pad))

    assert is_near(prepared.getpixel((160, 90)), wanted)


async def test_colours_are_read_by_their_profile(tools: WorkerMediaTools) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    data = encoded(Image.new("RGB", (64, 64), RED), "PNG", icc_profile=exchanged)

    prepared = opened(await tools.prepare_image(data, Size(64, 64)))

    assert is_near(prepared.getpixel((32, 32)), BLUE)


async def test_a_profile_without_sense_is_left_out(tools: WorkerMediaTools) -> None:
    data = encoded(Image.new("RGB", (64, 64), RED), "PNG", icc_profile=b"no profile")

    prepared = opened(await tools.prepare_image(data, Size(64, 64)))

    assert is_near(prepared.getpixel((32, 32)), RED)


async def test_of_an_animation_the_first_picture_counts(tools: WorkerMediaTools) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, BLUE)]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    prepared = opened(await tools.prepare_image(data, Size(64, 64)))

    assert is_near(prepared.getpixel((32, 32)), RED)


def bomb(width: int, height: int) -> bytes:
    """A PNG of many pixels in few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(1 + 4 * width)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PNG = encoded(striped((640, 360)), "PNG")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "not_an_image", id="nothing"),
        pytest.param(b"hello", "not_an_image", id="text"),
        pytest.param(PNG[: len(PNG) // 2], "not_an_image", id="cut off"),
        pytest.param(b"\xff\xd8\xff" + bytes(1000), "not_an_image", id="no JPEG after all"),
        pytest.param(PNG[:17] + bytes(3) + PNG[20:], "not_an_image", id="damaged"),
        pytest.param(encoded(striped((64, 64)), "GIF"), "unsupported", id="GIF"),
        pytest.param(encoded(striped((64, 64)), "TIFF"), "unsupported", id="TIFF"),
        pytest.param(encoded(striped((64, 64)), "BMP"), "unsupported", id="BMP"),
        pytest.param(PNG + bytes(10 * MB), "too_large", id="over 10 MB"),
    ],
)
async def test_what_cannot_be_used_is_refused(tools: WorkerMediaTools, data: bytes, problem: str) -> None:
    with pytest.raises(BadImage) as refused:
        await tools.prepare_image(data, SIZE)

    assert refused.value.problem == problem


async def test_a_bomb_is_refused(tools: WorkerMediaTools) -> None:
    with pytest.raises(BadImage) as refused:
        await tools.prepare_image(bomb(20_000, 10_000), SIZE)

    assert refused.value.problem == "too_many_pixels"


async def test_ten_megabytes_are_taken(tools: WorkerMediaTools) -> None:
    data = PNG + bytes(10 * MB - len(PNG))

    assert opened(await tools.prepare_image(data, SIZE)).size == (1280, 720)


async def test_a_large_photograph_is_taken(tools: WorkerMediaTools) -> None:
    data = encoded(striped((8000, 6000)), "JPEG")

    assert opened(await tools.prepare_image(data, SIZE)).size == (1280, 720)


async def test_a_picture_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(BadImage) as refused:
        await WorkerMediaTools(memory=200 * MB).prepare_image(bomb(7000, 7000), SIZE)

    assert refused.value.problem == "too_many_pixels"


async def test_a_picture_that_takes_too_long_is_refused() -> None:
    with pytest.raises(BadImage) as refused:
        await WorkerMediaTools(look_seconds=0.01).prepare_image(PNG, SIZE)

    assert refused.value.problem == "too_many_pixels"
    assert workers_of(os.getpid()) == []


async def test_no_more_workers_run_at_once_than_allowed(tools: WorkerMediaTools) -> None:
    tasks = [asyncio.create_task(tools.prepare_image(PNG, SIZE)) for _ in range(6)]
    most = 0
    while not all(task.done() for task in tasks):
        most = max(most, len(workers_of(os.getpid())))
        await asyncio.sleep(0.01)

    assert most == 2
    assert {len(await task) > 0 for task in tasks} == {True}


def test_the_bot_itself_loads_no_decoder() -> None:
    code = "import sys, adapters.media.tools, adapters.media.spool; print({'av', 'PIL', 'numpy'} & set(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert loaded.stdout == b"set()\n"


# --- what the tests look with -----------------------------------------------------------------------------------------


def copied(path: Path, folder: Path) -> Path:
    copy = folder / path.name
    copy.write_bytes(path.read_bytes())
    return copy


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def workers_of(parent: int) -> list[int]:
    """The worker processes below a process (Linux; elsewhere none are seen)."""
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    children = [int(child) for thread in threads for child in _read(thread).split()]
    return [child for child in children if b"adapters.media.worker" in _read(Path(f"/proc/{child}/cmdline"))]


def _read(path: Path) -> bytes:
    """What stands there; nothing where the process or the thread has ended meanwhile."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def environment_of(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


def is_running(process: int) -> bool:
    """A process that ended and that nobody waited for has no command line any more."""
    return _read(Path(f"/proc/{process}/cmdline")) != b""


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.01)
