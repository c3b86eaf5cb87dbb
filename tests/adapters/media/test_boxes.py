"""Reading MP4 boxes, whatever the bytes are."""

from __future__ import annotations

import struct
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.media.mp4 import Verdict, read_clip
from bot.ports import Clip
from tests.films import make_film


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_film(tmp_path_factory.mktemp("film") / "whole.mp4").read_bytes()


def written(folder: Path, content: bytes) -> Path:
    path = folder / "film.mp4"
    path.write_bytes(content)
    return path


def box(kind: bytes, content: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I4s", 8 + len(content) if size is None else size, kind) + content


FTYP = box(b"ftyp", b"isom\0\0\2\0")


def test_a_whole_film_is_measured(tmp_path: Path, whole: bytes) -> None:
    clip = read_clip(written(tmp_path, whole))

    assert clip == Clip(width=320, height=180, seconds=1.0, bytes=len(whole))


@pytest.mark.parametrize("faststart", [False, True])
def test_no_cut_of_a_film_is_whole(tmp_path: Path, faststart: bool) -> None:
    options = {"movflags": "faststart"} if faststart else None
    film = make_film(tmp_path / "whole.mp4", seconds=0.5, options=options).read_bytes()

    for length in range(0, len(film), 7):
        assert read_clip(written(tmp_path, film[:length])) is Verdict.NO_VIDEO


def test_a_film_with_bytes_behind_it_is_not_whole(tmp_path: Path, whole: bytes) -> None:
    assert read_clip(written(tmp_path, whole + b"<html>")) is Verdict.NO_VIDEO


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_damaged_films_never_break_the_reader(tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    index = whole.index(b"moov")
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(index - 4, len(whole) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(read_clip(written(tmp_path, bytes(damaged))), Clip | Verdict)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_the_reader(tmp_path: Path, content: bytes) -> None:
    assert isinstance(read_clip(written(tmp_path, FTYP + box(b"mdat") + box(b"moov", content))), Verdict)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(FTYP + struct.pack(">I4sQ", 1, b"mdat", 2**63), id="a size beyond the file"),
        pytest.param(FTYP + struct.pack(">I4sQ", 1, b"mdat", 0), id="a 64-bit size of zero"),
        pytest.param(FTYP + box(b"mdat", size=7), id="a size below its own head"),
        pytest.param(FTYP + box(b"moov", size=0), id="an index without content"),
        pytest.param(FTYP + box(b"free") * 200_000, id="boxes without end"),
        pytest.param(FTYP + box(b"mdat") + box(b"moov", box(b"free") * 200_000), id="boxes without end inside"),
    ],
)
def test_boxes_made_to_harm_are_refused_at_once(tmp_path: Path, content: bytes) -> None:
    began = time.perf_counter()

    verdict = read_clip(written(tmp_path, content))

    assert verdict is Verdict.NO_VIDEO
    assert time.perf_counter() - began < 1


def test_an_index_too_large_to_read_is_left_to_a_decoder(tmp_path: Path) -> None:
    path = written(tmp_path, FTYP + box(b"mdat") + box(b"moov", size=8 + 2**30))
    with path.open("r+b") as file:
        file.truncate(len(FTYP) + 8 + 8 + 2**30)  # a hole: it takes no room

    assert read_clip(path) is Verdict.UNSURE


def test_a_table_that_claims_more_samples_than_it_has_takes_no_memory(tmp_path: Path, whole: bytes) -> None:
    at = whole.index(b"stsz") + 8
    claims = whole[:at] + struct.pack(">II", 1, 2**32 - 1) + whole[at + 8 :]

    assert isinstance(read_clip(written(tmp_path, claims)), Clip)


def open_ended(film: bytes) -> bytes:
    """The film with its media last, in a box that runs to the end of the file."""
    starts = []
    at = 0
    while at < len(film):
        starts.append(at)
        at += int.from_bytes(film[at : at + 4], "big")
    parts = [film[begin:end] for begin, end in pairwise([*starts, len(film)])]
    media = next(part for part in parts if part[4:8] == b"mdat")
    return b"".join(part for part in parts if part != media) + b"\0\0\0\0" + media[4:]


def test_a_film_that_runs_to_the_end_of_its_file_is_whole(tmp_path: Path, whole: bytes) -> None:
    assert isinstance(read_clip(written(tmp_path, open_ended(whole))), Clip)


def test_a_film_that_should_run_on_is_not_whole(tmp_path: Path, whole: bytes) -> None:
    assert read_clip(written(tmp_path, open_ended(whole)[:-100])) is Verdict.NO_VIDEO


def test_a_film_turned_by_a_quarter_has_its_sides_swapped(tmp_path: Path, whole: bytes) -> None:
    upright = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    turned = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    at = whole.index(upright, whole.index(b"tkhd"))

    clip = read_clip(written(tmp_path, whole[:at] + turned + whole[at + len(turned) :]))

    assert isinstance(clip, Clip)
    assert (clip.width, clip.height) == (180, 320)


def test_a_film_in_fragments_is_left_to_a_decoder(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", options={"movflags": "frag_keyframe+empty_moov"})

    assert read_clip(path) is Verdict.UNSURE


def test_the_look_at_a_film_costs_well_under_a_millisecond(tmp_path: Path, whole: bytes) -> None:
    path = written(tmp_path, whole)

    fastest = min(_seconds(path) for _ in range(50))

    assert fastest < 0.001


def _seconds(path: Path) -> float:
    began = time.perf_counter()
    read_clip(path)
    return time.perf_counter() - began
