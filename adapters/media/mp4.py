"""Tells from the boxes of an MP4 file whether it is whole, and how large and long its picture is."""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO, Final

from adapters.media.boxes import BadBoxes, Box, box_at, boxes_in, boxes_of
from bot.ports import Clip

_LARGEST_MOOV: Final = 16 * 2**20
"""Bytes. An index of this size describes many hours."""

_OTHER_CONTAINERS: Final = (
    (0, b"\x1aE\xdf\xa3"),  # WebM, Matroska
    (4, b"ftyp"),
    (4, b"moov"),  # QuickTime from before there was an ftyp box
    (4, b"mdat"),
    (4, b"wide"),
    (4, b"free"),
    (4, b"skip"),
    (8, b"AVI "),
    (0, b"FLV\x01"),
    (0, b"OggS"),
    (0, b"G@"),  # MPEG transport stream
    (0, b"\x00\x00\x01\xba"),  # MPEG programme stream
)


class Verdict(Enum):
    """What reading the boxes alone can say when it does not find a whole film."""

    NO_VIDEO = auto()
    UNSURE = auto()  # a decoder has to look


class _Unsure(Exception):
    """A form of MP4 that takes more than its boxes to judge."""


@dataclass(frozen=True, slots=True)
class _Track:
    """The picture of a film."""

    width: int
    height: int
    samples: int


def read_clip(path: Path) -> Clip | Verdict:
    """What the file is, from a few small reads; safe for any bytes. Raises OSError where there is no file."""
    with path.open("rb", buffering=4096) as file:
        length = file.seek(0, 2)
        file.seek(0)
        head = file.read(16)
        if head[4:8] != b"ftyp":
            return Verdict.UNSURE if _may_be_video(head) else Verdict.NO_VIDEO
        try:
            return _read_film(file, length)
        except (BadBoxes, struct.error):
            return Verdict.NO_VIDEO
        except _Unsure:
            return Verdict.UNSURE


def _may_be_video(head: bytes) -> bool:
    return any(head[at : at + len(mark)] == mark for at, mark in _OTHER_CONTAINERS)


def _read_film(file: BinaryIO, length: int) -> Clip | Verdict:
    boxes = list(boxes_of(file, length))
    index = next((box for box in boxes if box.kind == b"moov"), None)
    media = [box for box in boxes if box.kind == b"mdat"]
    if index is None or not media:
        return Verdict.NO_VIDEO
    moov = _content(file, index)
    if box_at(moov, b"mvex") is not None:
        raise _Unsure  # in fragments: the index does not know what follows it
    tracks = list(boxes_in(moov, b"trak"))
    picture = next((track for trak in tracks if (track := _picture(trak))), None)
    if picture is None or not picture.samples:
        return Verdict.NO_VIDEO
    if any(box.open_ended for box in media) and _bytes_used(tracks) > sum(box.end - box.begin for box in media):
        return Verdict.NO_VIDEO  # cut off, where the boxes alone cannot tell
    seconds = _seconds(moov)
    if not (seconds and picture.width and picture.height):
        raise _Unsure
    return Clip(width=picture.width, height=picture.height, seconds=seconds, bytes=length)


def _content(file: BinaryIO, box: Box) -> memoryview:
    if box.end - box.begin > _LARGEST_MOOV:
        raise _Unsure
    file.seek(box.begin)
    return memoryview(file.read(box.end - box.begin))


def _seconds(moov: memoryview) -> float:
    """From the movie header; zero where it does not say."""
    header = box_at(moov, b"mvhd")
    if header is None:
        raise BadBoxes
    timescale, duration = struct.unpack_from(">IQ", header, 20) if _is_wide(header) else _unpack_32(header)
    return float(duration / timescale) if timescale and duration < 2**62 else 0.0


def _unpack_32(header: memoryview) -> tuple[int, int]:
    timescale, duration = struct.unpack_from(">II", header, 12)
    return timescale, 0 if duration == 2**32 - 1 else duration  # all ones: not known


def _is_wide(header: memoryview) -> bool:
    """Version 1 of a box: its times have 64 bits."""
    return bool(struct.unpack_from("B", header)[0] == 1)


def _picture(trak: memoryview) -> _Track | None:
    """The track's size as it is shown, or None where it is no picture track."""
    handler = box_at(trak, b"mdia", b"hdlr")
    header = box_at(trak, b"tkhd")
    if handler is None or header is None or bytes(handler[8:12]) != b"vide":
        return None
    at = 52 if _is_wide(header) else 40  # where the matrix begins
    a, b, _, c, d = struct.unpack_from(">5i", header, at)
    width, height = (size >> 16 for size in struct.unpack_from(">II", header, at + 36))
    if (b or c) and not (a or d):  # turned by a quarter
        width, height = height, width
    return _Track(width, height, _samples(trak)[0])


def _bytes_used(tracks: list[memoryview]) -> int:
    return sum(_samples(trak)[1] for trak in tracks)


def _samples(trak: memoryview) -> tuple[int, int]:
    """How many samples a track has, and their bytes in all, from its `stsz`. Raises `_Unsure` where it has none."""
    table = box_at(trak, b"mdia", b"minf", b"stbl", b"stsz")
    if table is None:
        raise _Unsure
    size, count = struct.unpack_from(">II", table, 4)
    if size:
        return count, size * count
    sizes = array("I", bytes(table[12 : 12 + 4 * count]))
    if sys.byteorder == "little":
        sizes.byteswap()
    return len(sizes), sum(sizes)
