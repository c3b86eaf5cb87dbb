"""Plans how a film is re-encoded to stay under a number of bytes. Runs in the worker process."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import av

from adapters.media import probe
from adapters.media.disk import NO_ROOM
from adapters.media.encode import Plan, TooLarge, encode

_LEAST_VIDEO_RATE: Final = 100_000
"""Bits a second. Below, faces are squares: a link serves people better."""

_SHORT_SIDES: Final = ((1_200_000, 720), (500_000, 540), (0, 360))
"""The shorter side of the picture, by the bits a second there are for it at least."""

_PARTS: Final = (0.95, 0.75)
"""The part of the limit each try aims at; the rest is for the index and for chance."""

_GOOD_SOUND, _PLAIN_SOUND = 96_000, 64_000
_BUFFERED: Final = 0.5
"""Seconds the encoder may run ahead of its rate."""


def answer(path: str, into: str, limit: int) -> dict[str, Any]:
    """What the worker says: whether the copy was made, or an error."""
    try:
        return {"fits": fit(path, into, limit)}
    except (av.FFmpegError, OSError, ValueError, StopIteration) as error:
        is_full = isinstance(error, OSError) and error.errno in NO_ROOM
        return {"error": "storage_full" if is_full else "broken"}


def fit(path: str, into: str, limit: int) -> bool:
    """Write a copy of at most `limit` bytes; False where it would be unwatchable. Raises like `probe.opened`."""
    for part in _PARTS:
        with probe.opened(path) as film:
            plan = plan_for(film, int(limit * part))
            if plan is None:
                return False
            try:
                encode(film, plan, into, limit)
            except TooLarge:
                continue
        if Path(into).stat().st_size <= limit:
            return True
    return False


def plan_for(film: probe.Film, target: int) -> Plan | None:
    """How to encode into `target` bytes, or None where too few bits are left for the picture."""
    if not film.seconds:
        return None
    rate = int(target * 8 / (film.seconds + _BUFFERED))
    sound = _sound_rate(rate) if film.container.streams.audio else 0
    if rate - sound < _LEAST_VIDEO_RATE:
        return None
    short = next(side for least, side in _SHORT_SIDES if rate - sound >= least)
    width, height = _scaled(film.width, film.height, short)
    return Plan(
        video_rate=rate - sound,
        buffer_bits=int((rate - sound) * _BUFFERED),
        sound_rate=sound,
        width=width,
        height=height,
    )


def _sound_rate(rate: int) -> int:
    return _GOOD_SOUND if rate > 5 * _GOOD_SOUND else _PLAIN_SOUND


def _scaled(width: int, height: int, short: int) -> tuple[int, int]:
    """The size with its shorter side at `short` at most, in even numbers; never larger than it was."""
    factor = min(1.0, short / min(width, height))
    return max(2, int(width * factor / 2) * 2), max(2, int(height * factor / 2) * 2)
