"""Renders a film into an MP4 file: H.264 and AAC, exactly its size and seconds, ready to be streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

import av
import av.container
import numpy as np
import numpy.typing as npt
from av.packet import Packet

from adapters.sandbox.film import Film
from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.caption import Grade
from adapters.sandbox.render.cover import without_hidden
from adapters.sandbox.render.far import split_far
from adapters.sandbox.render.picture import Pan, open_image
from adapters.sandbox.render.plan import Plan, to_plan
from adapters.sandbox.render.scene import build_scene
from adapters.sandbox.render.shot import Element, Shot, even, to_shot
from adapters.sandbox.render.sound import RATE, compose
from adapters.sandbox.render.weather import weather_elements

Picture: TypeAlias = npt.NDArray[np.uint8]
_T = TypeVar("_T")

FPS: Final = 24
_BT709: Final = 1
_LIMITED: Final = 1


class Unwanted(Exception):
    """Nobody waits for the film any more."""


def render(film: Film, path: Path, wanted: Callable[[], bool]) -> None:
    """Write the film to `path`. Raises `Unwanted` soon after `wanted` says no; the file is then only a part."""
    plan = to_plan(film.prompt)
    shot = to_shot(plan, even(film.size.width), even(film.size.height), film.seconds)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as out, ThreadPoolExecutor(1) as writer:
        video, audio = _video_stream(out, shot), _audio_stream(out)
        sound = _results(writer.submit(_sound_packets, audio, plan, film.seconds))

        def write(number: int, picture: Picture) -> None:
            frame = av.VideoFrame.from_numpy_buffer(picture, format="yuv420p")
            frame.pts, frame.colorspace, frame.color_range = number, _BT709, _LIMITED
            out.mux(video.encode(frame))
            _mux_until(out, sound, (number + 1) / FPS)

        # Sound and pictures are encoded beside the drawing: neither needs the interpreter much.
        _hand_over(frames(shot, film), lambda number, picture: writer.submit(write, number, picture), wanted)
        out.mux(video.encode(None))
        _mux_until(out, sound, float("inf"))


def _hand_over(
    pictures: Iterator[Picture], start_writing: Callable[[int, Picture], Future[None]], wanted: Callable[[], bool]
) -> None:
    """Give the pictures away in order, never more than one ahead of the writing, so that few are kept."""
    before: Future[None] | None = None
    for number, picture in enumerate(pictures):
        if not wanted():
            raise Unwanted
        if before is not None:
            before.result()
        before = start_writing(number, picture)
    if before is not None:
        before.result()


def frames(shot: Shot, film: Film) -> Iterator[Picture]:
    """The pictures, one after the other, as planes of yuv420p."""
    background, elements = _scene(shot, film)
    far, near = split_far([*elements, Grade(shot, film.prompt)], shot.unit)
    distance = background
    for number, t in enumerate(shot.times(FPS)):
        if number % 2 == 0:
            distance = _painted(background, far, t)
        yield _painted(distance, near, t).frame


def _painted(canvas: Canvas, elements: Iterable[Element], t: float) -> Canvas:
    painted = canvas.copy()
    for element in elements:
        element.paint(painted, t)
    return painted


def _scene(shot: Shot, film: Film) -> tuple[Canvas, list[Element]]:
    image = open_image(film.image) if film.image else None
    if image is None:
        background, elements = build_scene(shot)
        return background, without_hidden(elements, shot.height)
    blank = Canvas.of_picture(np.zeros((shot.height, shot.width, 3), np.float32), shot.rng("blank"))
    return blank, [Pan(shot, image), *weather_elements(shot)]


def _video_stream(out: av.container.OutputContainer, shot: Shot) -> av.VideoStream:
    # A rate that is aimed at costs a look at every picture; at one quality for all, files are no larger.
    stream = out.add_stream(
        "libx264", rate=FPS, options={"preset": "ultrafast", "qp": "18", "x264-params": "keyint=48:no-deblock=0"}
    )
    stream.width, stream.height, stream.pix_fmt = shot.width, shot.height, "yuv420p"
    context = stream.codec_context
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.color_range = _LIMITED
    return stream


def _audio_stream(out: av.container.OutputContainer) -> av.AudioStream:
    # The other coder takes three times as long, and sounds no better for music as plain as this.
    stream = out.add_stream("aac", rate=RATE, options={"aac_coder": "fast"}, bit_rate=128_000)
    stream.codec_context.layout = "stereo"
    return stream


def _sound_packets(stream: av.AudioStream, plan: Plan, seconds: float) -> list[Packet[av.AudioStream]]:
    samples = np.ascontiguousarray(compose(plan, seconds))
    frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
    frame.rate, frame.pts = RATE, 0
    return [*stream.encode(frame), *stream.encode(None)]


def _results(future: Future[list[_T]]) -> Iterator[_T]:
    """The results, waited for when the first is wanted."""
    yield from future.result()


def _mux_until(out: av.container.OutputContainer, packets: Iterator[Packet[av.AudioStream]], seconds: float) -> None:
    """Write sound up to a moment, so that sound and picture lie side by side in the file."""
    for packet in packets:
        out.mux(packet)
        if packet.pts is not None and packet.pts / RATE >= seconds:
            return
