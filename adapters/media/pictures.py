"""Which bytes may be a picture we take, from their beginning alone."""

from __future__ import annotations

from typing import Final

LARGEST_PICTURE: Final = 10 * 2**20
"""Bytes."""

_NOT_TAKEN: Final = (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\0\0\1\0", b"<svg")


def problem_with(data: bytes) -> str | None:
    """The word of `BadImage` for what is no JPEG, PNG or WebP of bearable size; None where a decoder should look."""
    if len(data) > LARGEST_PICTURE:
        return "too_large"
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return None
    is_other_picture = data.startswith(_NOT_TAKEN) or data[4:8] == b"ftyp"  # the last one: HEIF, AVIF
    return "unsupported" if is_other_picture else "not_an_image"
