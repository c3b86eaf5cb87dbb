"""Turns a picture somebody sent into a JPEG of one exact size. Runs in the worker process."""

from __future__ import annotations

import contextlib
import io
import struct
from typing import Any, Final

from PIL import Image, ImageCms, ImageFilter, ImageOps

from adapters.media.pictures import LARGEST_PICTURE

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 50_000_000
_DAMAGED: Final = (OSError, SyntaxError, ValueError, struct.error)
"""How Pillow says that a picture is broken."""

_QUALITIES: Final = (90, 80, 60, 40)
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What puts a picture upright, by its EXIF orientation."""

Pixels = tuple[int, int]


class Problem(Exception):
    """Why a picture cannot be used; the word is one of those of `bot.domain.errors.BadImage`."""


def answer(data: bytes, size: Pixels, *, pad: bool) -> tuple[dict[str, Any], bytes]:
    """What the worker says: the JPEG, or the problem."""
    try:
        return {}, prepare(data, size, pad=pad)
    except Problem as problem:
        return {"error": str(problem)}, b""


def prepare(data: bytes, size: Pixels, *, pad: bool) -> bytes:
    """A JPEG of exactly `size`, upright, in sRGB, without metadata. Raises `Problem`."""
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, and refuse where Pillow would warn
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Problem("too_many_pixels")
            upright = _upright(picture, size)
            return _jpeg(_padded(_flat(upright), size) if pad else _flat(_filling(upright, size)))
    except _DAMAGED as error:
        raise Problem("not_an_image") from error


def _upright(picture: Image.Image, size: Pixels) -> Image.Image:
    """The first frame, decoded and turned. A large JPEG is decoded at a half, a quarter or an eighth at once."""
    turn = None
    with contextlib.suppress(*_DAMAGED):  # a broken note about the camera does not spoil the picture
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    picture.draft(None, (2 * max(size), 2 * max(size)))
    picture.load()
    return picture if turn is None else picture.transpose(turn)


def _filling(picture: Image.Image, size: Pixels) -> Image.Image:
    """The middle of the picture in the wanted shape and size."""
    return ImageOps.fit(_mixable(picture), size, Image.Resampling.LANCZOS)


def _mixable(picture: Image.Image) -> Image.Image:
    """In a mode where neighbouring pixels can be mixed, with transparency as a channel of its own."""
    if picture.mode.startswith("I"):
        # 16 bits of grey. Pillow's own conversion to 8 would cut off everything above 255.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB", "CMYK", "YCbCr", "LAB") else picture.convert("RGB")


def _flat(picture: Image.Image) -> Image.Image:
    """In sRGB, what was transparent on white."""
    profile = picture.info.get("icc_profile")
    picture = _mixable(picture)
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    return _in_srgb(picture, profile) if profile else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as their profile means them; a profile that makes no sense is left out."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_DAMAGED):
        return picture.convert("RGB")
    return converted or picture.convert("RGB")


def _padded(picture: Image.Image, size: Pixels) -> Image.Image:
    """The whole picture, on a blurred and enlarged copy of itself."""
    scale = min(size[0] / picture.width, size[1] / picture.height)
    whole = picture.resize(
        (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.LANCZOS
    )
    # Blurring a small copy looks the same and costs a hundredth.
    ground = ImageOps.fit(picture, (max(1, size[0] // 8), max(1, size[1] // 8)), Image.Resampling.BOX)
    ground = ground.filter(ImageFilter.GaussianBlur(4)).resize(size, Image.Resampling.BICUBIC)
    ground.paste(whole, ((size[0] - whole.width) // 2, (size[1] - whole.height) // 2))
    return ground


def _jpeg(picture: Image.Image) -> bytes:
    picture.info.clear()
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= LARGEST_PICTURE:
            return out.getvalue()
    raise Problem("too_large")
