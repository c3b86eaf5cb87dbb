"""The rendered file itself: size, seconds, codecs, layout, sound, motion, and prompts that are hard to draw."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from adapters.sandbox.film import Film
from adapters.sandbox.render.caption import clean, wrap
from adapters.sandbox.render.fonts import faces_for
from adapters.sandbox.render.movie import FPS, Unwanted, frames, render
from adapters.sandbox.render.plan import to_plan
from adapters.sandbox.render.shot import to_shot
from adapters.sandbox.render.words import PLACES, SUBJECTS, WEATHERS
from bot.domain.video import Size

SMALL = Size(320, 180)


def a_film(prompt: str = "a red kite over the sea", **fields: Any) -> Film:
    given: dict[str, Any] = {"seconds": 1, "size": SMALL} | fields
    return Film(prompt=prompt, **given)


def rendered(film: Film, tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    render(film, path, lambda: True)
    return path


def first_frame(film: Film) -> npt.NDArray[np.int16]:
    shot = to_shot(to_plan(film.prompt), film.size.width, film.size.height, film.seconds)
    return next(frames(shot, film)).astype(np.int16)


def boxes(path: Path) -> list[str]:
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4])
    return names


@pytest.mark.parametrize(("size", "seconds"), [(SMALL, 1), (Size(180, 320), 2), (Size(426, 240), 3)])
def test_a_film_has_exactly_its_size_and_seconds(size: Size, seconds: int, tmp_path: Path) -> None:
    path = rendered(a_film(size=size, seconds=seconds), tmp_path)

    with av.open(str(path)) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (audio.codec_context.name, audio.codec_context.layout.name) == ("aac", "stereo")
        assert (video.width, video.height) == (size.width, size.height)
        assert video.duration is not None
        assert audio.duration is not None
        assert (video.duration * (video.time_base or 0), audio.duration * (audio.time_base or 0)) == (seconds, seconds)
        assert film.duration == seconds * av.time_base
        assert sum(1 for _ in film.decode(video=0)) == seconds * FPS


def test_a_film_can_be_played_while_it_is_loaded(tmp_path: Path) -> None:
    names = boxes(rendered(a_film(), tmp_path))

    assert names.index("moov") < names.index("mdat")


def test_a_film_can_be_heard(tmp_path: Path) -> None:
    with av.open(str(rendered(a_film(), tmp_path))) as film:
        sound = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], 1)

    assert 0.02 < float(np.sqrt((sound**2).mean())) < 0.5
    assert float(np.abs(sound).max()) < 1.0


def test_a_film_moves(tmp_path: Path) -> None:
    with av.open(str(rendered(a_film(), tmp_path))) as film:
        pictures = [frame.to_ndarray(format="gray").astype(np.int16) for frame in film.decode(video=0)]

    assert float(np.abs(pictures[0] - pictures[-1]).mean()) > 1.0
    assert all((one != other).any() for one, other in zip(pictures[::5], pictures[5::5], strict=False))


def test_two_prompts_are_two_pictures() -> None:
    one, other = first_frame(a_film("a red kite over the sea")), first_frame(a_film("a city at night"))

    assert float(np.abs(one - other).mean()) > 15


def test_the_same_prompt_is_the_same_picture() -> None:
    assert (first_frame(a_film()) == first_frame(a_film())).all()


@pytest.mark.parametrize("word", sorted({*PLACES.values(), *SUBJECTS.values(), *WEATHERS.values()}))
def test_everything_with_a_name_can_be_drawn(word: str) -> None:
    says = {group: name for known in (PLACES, SUBJECTS, WEATHERS) for name, group in known.items()}

    picture = first_frame(a_film(f"{says[word]}, dusk"))

    assert picture.std() > 5


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        " \t\n ",
        "x" * 10_000,
        "a kite " * 1_400,
        "\u200b\u200d\u2060\ufeff",
        "\x00\x07\x1b[31m kite",
        "\ud800 lone surrogate",
        "שלום עולם, עפיפון אדום",
        "طائرة ورقية حمراء فوق البحر",
        "红色的风筝在大海上飞" * 40,
        "🪁🌊👨‍👩‍👧‍👦🏳️‍🌈",
        "Z̴̧̢͔͙̍̊a̶͓̎l̷͎̃g̶̰͝o̴̞͊" * 60,
        "\u202egnirps",
        "%s {prompt} \\N{DASH} <b>kite</b>",
    ],
    ids=lambda prompt: ascii(prompt)[:24],
)
def test_any_prompt_can_be_drawn(prompt: str, tmp_path: Path) -> None:
    path = rendered(a_film(prompt, size=Size(160, 90)), tmp_path)

    assert path.stat().st_size > 5_000


def test_control_and_invisible_characters_are_not_written() -> None:
    assert clean("a\x00 \u202ered\n\n kite\u200b ") == "a red kite"


def test_a_caption_has_three_lines_at_most_and_no_line_is_too_wide() -> None:
    faces = faces_for(20)
    lines = wrap("a long prompt about a red kite " * 9 + "W" * 90, faces, 300)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(faces[0].font.getlength(line) <= 300 for line in lines)


def test_a_picture_is_what_the_film_begins_with() -> None:
    data = io.BytesIO()
    Image.new("RGB", (400, 300), (200, 30, 30)).save(data, "PNG")

    red = first_frame(a_film(image=data.getvalue()))
    luma, v = red[: SMALL.height // 2], red.reshape(-1)[-(SMALL.width * SMALL.height) // 8 :]

    assert abs(float(np.median(luma)) - 70) < 12
    assert float(np.median(v)) > 180


def test_bytes_that_are_no_picture_are_left_aside() -> None:
    assert first_frame(a_film(image=b"\xff\xd8\xff no picture")).std() > 5


def test_rendering_stops_when_nobody_waits_any_more(tmp_path: Path) -> None:
    wanted = iter([True, True, False])

    with pytest.raises(Unwanted):
        render(a_film(), tmp_path / "film.mp4", lambda: next(wanted))
