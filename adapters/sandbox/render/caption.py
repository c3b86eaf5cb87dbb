"""The words on the picture: the prompt in the lower third, and a small mark that says where it was made."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import pixels_of, to_levels
from adapters.sandbox.render.fonts import Face, faces_for
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.shot import Shot, even

_BAND: Final = 60
_LINES: Final = 3
_MARK: Final = "SANDBOX"


class Grade:
    """The last touch on every frame: darker corners, a dark foot for the words, the words, and the mark."""

    def __init__(self, shot: Shot, prompt: str) -> None:
        text = _text_picture(shot, prompt)
        self._shade = _shade(shot, text is not None)
        self._words: tuple[Layer, int] | None = None
        if text is not None:
            self._words = (_to_layer(shot, text[0]), text[1])
        self._mark = (_to_layer(shot, _mark_picture(shot)), even(22 * shot.unit))

    def paint(self, canvas: Canvas, _t: float) -> None:
        """The same on every frame."""
        for place, mask in self._shade:
            canvas.y.paste(16, place, mask)
        for layer, top in (self._words, self._mark) if self._words else (self._mark,):
            layer.paint(canvas, 0, top)


def _shade(shot: Shot, words: bool) -> list[tuple[tuple[int, int], Image.Image]]:
    """Masks and their places; none where there is no shade, in the middle."""
    ys, xs = np.arange(shot.height, dtype=np.float32)[:, None], np.arange(shot.width, dtype=np.float32)[None]
    x, y = xs / shot.width * 2 - 1, ys / shot.height * 2 - 1
    corner = np.clip((x**2 * 0.75 + y**2 * 0.6 - 0.55) * 0.26, 0, 0.26)
    foot = np.clip((ys - shot.height * 0.66) / (shot.height * 0.34), 0, 1) ** 1.3 * (0.5 if words else 0.12)
    mask = to_levels(1 - (1 - corner) * (1 - foot), np.random.default_rng(7))
    parts = []
    for top in range(0, shot.height, _BAND):
        band = mask[top : top + _BAND]
        clear = np.flatnonzero(band.max(0) == 0)
        edges = (0, int(clear[0]), int(clear[-1]) + 1, shot.width) if len(clear) else (0, shot.width)
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            parts.append(((left, top), Image.fromarray(np.ascontiguousarray(band[:, left:right]))))
    return parts


def _text_picture(shot: Shot, prompt: str) -> tuple[Image.Image, int] | None:
    """The wrapped prompt as an RGBA strip as wide as the frame, and the height it belongs to."""
    text = clean(prompt)
    if not text:
        return None
    size = _size_for(text) * shot.unit
    faces = faces_for(size)
    lines = wrap(text, faces, shot.width * 0.84)
    step = size * 1.32
    height = even(step * len(lines) + size)
    strip = Image.new("RGBA", (shot.width, height), (255, 255, 255, 0))
    draw = ImageDraw.Draw(strip)
    for number, line in enumerate(lines):
        x = (shot.width - _width(line, faces)) / 2
        _write(draw, x, size * 0.25 + step * number, line, faces)
    return _with_shadow(strip, size), even(shot.height * 0.955 - height)


def clean(prompt: str) -> str:
    """The prompt on one line, without control characters and invisible ones."""
    kept = (" " if char.isspace() else char for char in prompt[:600] if char.isspace() or _is_visible(char))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _size_for(text: str) -> float:
    """Short prompts are written large."""
    return 40 if len(text) <= 42 else 33 if len(text) <= 90 else 27


def wrap(text: str, faces: Sequence[Face], width: float) -> list[str]:
    """At most three lines of the width; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _breakable(text, faces, width):
        candidate = f"{line} {word}" if line else word
        if not line or _width(candidate, faces) <= width:
            line = candidate
            continue
        lines.append(line)
        line = word
        if len(lines) == _LINES:
            return [*lines[:-1], _ellipsis(lines[-1], faces, width)]
    return [*lines, line]


def _breakable(text: str, faces: Sequence[Face], width: float) -> list[str]:
    """The words; one wider than a line (or a language without spaces) is cut into pieces."""
    pieces: list[str] = []
    for word in text.split(" "):
        piece = ""
        for char in word:
            if piece and _width(piece + char, faces) > width:
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces


def _ellipsis(line: str, faces: Sequence[Face], width: float) -> str:
    while line and _width(line + "…", faces) > width:
        line = line[:-1]
    return line.rstrip() + "…"


@lru_cache(maxsize=4096)
def _runs(line: str, faces: tuple[Face, ...]) -> tuple[tuple[str, Face | None], ...]:
    """The line in pieces that one face can draw; None where no face can."""
    runs: list[tuple[str, Face | None]] = []
    for char in line:
        face = next((face for face in faces if face.has(char)), None)
        if runs and (runs[-1][1] is face or (char == " " and runs[-1][1] is not None)):
            runs[-1] = (runs[-1][0] + char, runs[-1][1])
        else:
            runs.append((char, face))
    return tuple(runs)


def _width(line: str, faces: Sequence[Face]) -> float:
    return sum(_run_width(text, face, faces[0]) for text, face in _runs(line, tuple(faces)))


def _run_width(text: str, face: Face | None, first: Face) -> float:
    return face.font.getlength(text) if face else len(text) * first.font.size * 0.62


def _write(draw: ImageDraw.ImageDraw, x: float, y: float, line: str, faces: Sequence[Face]) -> None:
    """Draw a line; what no font can show stands as a soft bar of its length."""
    first = faces[0]
    base = y + first.font.size
    for text, face in _runs(line, tuple(faces)):
        wide = _run_width(text, face, first)
        if face is not None:
            draw.text((x, base), text, font=face.font, fill=(255, 255, 255, 246), anchor="ls")
        else:
            tall = first.font.size * 0.34
            box = (x + wide * 0.04, base - tall * 1.5, x + wide * 0.96, base - tall * 0.5)
            draw.rounded_rectangle(box, radius=tall / 2, fill=(255, 255, 255, 150))
        x += wide


def _with_shadow(strip: Image.Image, size: float) -> Image.Image:
    """Soft darkness behind the letters, so that they can be read on anything."""
    near = strip.getchannel("A").filter(ImageFilter.GaussianBlur(size * 0.06))
    wide = strip.getchannel("A").filter(ImageFilter.GaussianBlur(size * 0.3))
    alpha = np.maximum(np.asarray(near, np.float32) * 0.75, np.clip(np.asarray(wide, np.float32) * 1.1, 0, 150))
    below = Image.new("RGBA", strip.size, (8, 10, 20, 0))
    below.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    below.alpha_composite(strip)
    return below


def _mark_picture(shot: Shot) -> Image.Image:
    """A small pill in the upper right corner, drawn large and shrunk."""
    fine = 2
    size = 15 * shot.unit * fine
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    wide, tall = font.getlength(_MARK) + size * 2.4 + size * 0.18 * len(_MARK), size * 1.9
    strip = Image.new("RGBA", (shot.width * fine, even(tall / fine + 4) * fine), (255, 255, 255, 0))
    draw = ImageDraw.Draw(strip)
    left = strip.width - wide - 24 * shot.unit * fine
    draw.rounded_rectangle((left, 2, left + wide, 2 + tall), radius=tall / 2, fill=(10, 12, 24, 96))
    draw.ellipse(
        (left + size * 0.75, 2 + tall / 2 - size * 0.2, left + size * 1.15, 2 + tall / 2 + size * 0.2),
        fill=(255, 255, 255, 220),
    )
    x = left + size * 1.55
    for letter in _MARK:
        draw.text((x, 2 + tall / 2), letter, font=font, fill=(255, 255, 255, 225), anchor="lm")
        x += font.getlength(letter) + size * 0.14
    return strip.reduce(fine)


def _to_layer(shot: Shot, picture: Image.Image) -> Layer:
    pixels = pixels_of(picture)
    return Layer(pixels[..., :3], pixels[..., 3], shot.rng("words"), still=True)
