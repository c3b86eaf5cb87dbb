"""Writes a film once more, as H.264 and AAC in an MP4 that plays while it loads. Runs in the worker process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import av
from av.container import OutputContainer
from av.filter import Graph

from adapters.media.probe import THREADS, Film

_UPRIGHT: Final = {90: ["transpose=cclock"], 180: ["hflip", "vflip"], 270: ["transpose=clock"]}
"""What a player would do to the picture, by the degrees against the clock it is told to turn it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Bits a second, the bits the picture may run ahead, and its size in pixels. `sound_rate` 0: no sound."""

    video_rate: int
    buffer_bits: int
    sound_rate: int
    width: int
    height: int


class TooLarge(Exception):
    """The copy grew over its limit."""


def encode(film: Film, plan: Plan, into: str, limit: int) -> None:
    """Write the copy. Raises `TooLarge` as soon as that is sure, and av.FFmpegError, OSError."""
    with av.open(into, "w", format="mp4", options={"movflags": "+faststart"}) as copy:
        written = 0
        for packet in _packets(film, plan, copy):
            written += packet.size
            if written > limit:
                raise TooLarge
            copy.mux(packet)


def _packets(film: Film, plan: Plan, copy: OutputContainer) -> Iterator[av.Packet[av.VideoStream | av.AudioStream]]:
    picture = _picture(copy, film, plan)
    sound = _sound(copy, plan) if plan.sound_rate else None
    graph = _graph(film, plan)
    streams = [film.video, *film.container.streams.audio[: 1 if sound else 0]]
    for packet in film.container.demux(streams):
        for frame in packet.decode():
            if isinstance(frame, av.VideoFrame):
                yield from picture.encode(_through(graph, frame))
            elif isinstance(frame, av.AudioFrame) and sound is not None:
                yield from sound.encode(frame)
    yield from picture.encode()
    if sound is not None:
        yield from sound.encode()


def _picture(copy: OutputContainer, film: Film, plan: Plan) -> av.VideoStream:
    options = {"preset": "veryfast", "maxrate": str(plan.video_rate), "bufsize": str(plan.buffer_bits)}
    stream = copy.add_stream("libx264", rate=film.video.average_rate or Fraction(30), options=options)
    stream.width, stream.height, stream.pix_fmt = plan.width, plan.height, "yuv420p"
    stream.bit_rate = plan.video_rate
    stream.codec_context.time_base = film.video.time_base or Fraction(1, 90_000)
    stream.thread_count = THREADS
    return stream


def _sound(copy: OutputContainer, plan: Plan) -> av.AudioStream:
    stream = copy.add_stream("aac", rate=48_000, layout="stereo")
    stream.bit_rate = plan.sound_rate
    return stream


def _graph(film: Film, plan: Plan) -> Graph:
    graph = Graph()
    filters = [*_UPRIGHT.get(film.turned, []), f"scale={plan.width}:{plan.height}", "setsar=1", "format=yuv420p"]
    nodes = [graph.add_buffer(template=film.video), *(_node(graph, one) for one in filters), graph.add("buffersink")]
    graph.link_nodes(*nodes).configure()
    return graph


def _node(graph: Graph, described: str) -> av.filter.context.FilterContext:
    name, _, arguments = described.partition("=")
    return graph.add(name, arguments or None)


def _through(graph: Graph, frame: av.VideoFrame) -> av.VideoFrame:
    graph.vpush(frame)
    filtered = graph.vpull()
    filtered.pict_type = 0  # the encoder chooses its own key frames
    return filtered
