"""Looks into a video file with a decoder. Runs in the worker process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import av
from av.container import InputContainer

_DEMUXERS: Final = "mov,matroska,avi,flv,ogg,mpegts,mpeg"
"""Containers that hold their film themselves. Playlists, which name other files and addresses, are not among them."""

THREADS: Final = 2

_MISSING_END: Final = 0.9
"""A film whose last picture comes before this part of its length was cut off."""


@dataclass(frozen=True, slots=True)
class Film:
    """An open film. `turned` is by how many degrees a player turns the picture; `seconds` is 0 where unknown."""

    container: InputContainer
    video: av.VideoStream
    width: int
    height: int
    seconds: float
    turned: int


@contextmanager
def opened(path: str) -> Iterator[Film]:
    """Open a film and decode its first picture. Raises ValueError where there is none, av.FFmpegError and OSError."""
    options = {"format_whitelist": _DEMUXERS, "protocol_whitelist": "file"}
    with av.open(path, options=options) as container:
        if not container.streams.video:
            raise ValueError
        video = container.streams.video[0]
        video.thread_type, video.thread_count = "AUTO", THREADS
        first = next(container.decode(video))
        container.seek(0)
        turned = round(first.rotation) % 360
        width, height = (first.height, first.width) if turned % 180 else (first.width, first.height)
        seconds = (container.duration or 0) / av.time_base
        yield Film(container, video, width, height, seconds, turned)


def answer(path: str) -> dict[str, Any]:
    """What the worker says: width, height, seconds and bytes, or an error."""
    try:
        with opened(path) as film:
            end = _end(film)
            if not end or end < film.seconds * _MISSING_END:
                return {"error": "cut_off"}
            return {
                "width": film.width,
                "height": film.height,
                "seconds": film.seconds or end,
                "bytes": film.container.size,
            }
    except (av.FFmpegError, OSError, ValueError, StopIteration):
        return {"error": "not_a_video"}


def _end(film: Film) -> float:
    """When the last picture ends, in seconds, by reading every packet without decoding it."""
    end, packets = 0.0, 0
    for packet in film.container.demux(film.video):
        if packet.pts is not None and packet.time_base is not None:
            begin = packet.pts - (film.video.start_time or 0)
            end = max(end, float((begin + (packet.duration or 0)) * packet.time_base))
        packets += bool(packet.size)
    return 0.0 if packets < film.video.frames else end
