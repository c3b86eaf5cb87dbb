"""The boxes of an MP4 file: each a length, a name and a content (ISO/IEC 14496-12, section 4.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_MOST_BOXES: Final = 10_000
"""In one place. A film in fragments has a few hundred; anything above is made to keep us busy."""


class BadBoxes(Exception):
    """The bytes are not boxes that fill their place exactly."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a file: where its content begins and ends, in bytes. `open_ended`: it runs to the end of the file."""

    kind: bytes
    begin: int
    end: int
    open_ended: bool = False


def boxes_of(file: BinaryIO, length: int) -> Iterator[Box]:
    """The boxes a file is made of. Raises `BadBoxes` where they do not end with it, as in a file that was cut off."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at == length:
            return
        file.seek(at)
        box = _box(file.read(16), at, length)
        yield box
        at = box.end
    raise BadBoxes


def boxes_in(content: memoryview, kind: bytes) -> Iterator[memoryview]:
    """The contents of the boxes of one kind directly inside another. Raises `BadBoxes`."""
    at = 0
    for _ in range(_MOST_BOXES):
        # Four zero bytes may stand where a box would begin: old QuickTime closes a list that way.
        if len(content) - at < 8:
            return
        box = _box(bytes(content[at : at + 16]), at, len(content))
        if box.kind == kind:
            yield content[box.begin : box.end]
        at = box.end
    raise BadBoxes


def box_at(content: memoryview, *path: bytes) -> memoryview | None:
    """The content of the first box on a path such as `mdia`, `hdlr`. Raises `BadBoxes`."""
    for kind in path:
        inner = next(boxes_in(content, kind), None)
        if inner is None:
            return None
        content = inner
    return content


def _box(head: bytes, at: int, limit: int) -> Box:
    """The box whose first 16 bytes (fewer at the end of a file) are `head`."""
    if len(head) < 8:
        raise BadBoxes
    size, kind = struct.unpack_from(">I4s", head)
    begin = at + 8
    if size == 1:  # the length follows in 64 bits
        if len(head) < 16:
            raise BadBoxes
        (size,) = struct.unpack_from(">Q", head, 8)
        begin = at + 16
    end = limit if size == 0 else at + size
    if not begin <= end <= limit:
        raise BadBoxes
    return Box(kind, begin, end, open_ended=size == 0)
