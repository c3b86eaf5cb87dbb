"""What the renderer leaves out to be fast, and that nobody sees it."""

from __future__ import annotations

import numpy as np
import pytest

from adapters.sandbox.render.canvas import Canvas
from adapters.sandbox.render.colour import plain, to_yuv
from adapters.sandbox.render.cover import without_hidden
from adapters.sandbox.render.drift import Drift
from adapters.sandbox.render.layer import Layer
from adapters.sandbox.render.plan import to_plan
from adapters.sandbox.render.scene import build_scene
from adapters.sandbox.render.shot import Element, Shot, to_shot
from adapters.sandbox.render.spark import Spark, soft_spark
from adapters.sandbox.render.swarm import Swarm

SCENES = (
    "a deer in a misty forest",
    "a house in the mountains",
    "a fox in the snow",
    "a city at night",
    "a city by the river",
    "a windmill on a mountain lake",
    "a boat on a lake in the woods",
    "a robot in the desert",
    "a train in a meadow, rain",
    "fish on a reef",
    "a plane above the clouds",
    "an astronaut in space",
)


def a_shot(prompt: str, seconds: int = 4) -> Shot:
    return to_shot(to_plan(prompt), 320, 180, seconds)


def a_canvas(level: int = 60, width: int = 64, height: int = 48) -> Canvas:
    return Canvas(np.full((height * 3 // 2, width), level, np.uint8))


def painted(canvas: Canvas, elements: list[Element], t: float) -> Canvas:
    copy = canvas.copy()
    for element in elements:
        element.paint(copy, t)
    return copy


def test_what_is_painted_on_the_planes_is_in_the_frame() -> None:
    canvas = a_canvas()

    canvas.y.paste(200, (0, 0, 64, 48))
    canvas.v.paste(90, (0, 0, 32, 24))

    assert (canvas.planes[0] == 200).all()
    assert (canvas.frame[-12:] == 90).all()
    assert (canvas.planes[1] == 60).all()


@pytest.mark.parametrize("prompt", SCENES)
def test_leaving_out_what_is_hidden_changes_nothing(prompt: str) -> None:
    shot = a_shot(prompt)
    background, elements = build_scene(shot)
    fewer = without_hidden(elements, shot.height)

    for t in (0.0, 1.3, 3.9):
        assert (painted(background, elements, t).frame == painted(background, fewer, t).frame).all()


@pytest.mark.parametrize("prompt", SCENES)
def test_a_layer_that_hides_others_is_wide_enough_for_the_whole_film(prompt: str) -> None:
    shot = a_shot(prompt, seconds=20)
    _, elements = build_scene(shot)

    hiding = [one for one in elements if isinstance(one, Drift) and one.layer.solid < one.layer.height]

    assert all(one.layer.width >= shot.width + one.start + one.speed * shot.seconds for one in hiding)


def test_a_layer_covers_by_its_alpha() -> None:
    alpha = np.zeros((240, 400), np.float32)
    alpha[40:200, 20:60], alpha[130:140, 300:302], alpha[200:] = 0.5, 1, 1
    layer = Layer(plain((1, 1, 1), alpha.shape), alpha, np.random.default_rng(1))
    canvas = a_canvas(60, 320, 240)

    layer.paint(canvas, 10, 0)

    luma, expected = canvas.planes[0].astype(int), 60 + (to_yuv((1, 1, 1))[0] - 60) * alpha[:, 10:330]
    assert layer.solid == 200
    assert np.abs(luma - expected).max() <= 2


def test_a_layer_moves_by_parts_of_a_pixel() -> None:
    alpha = np.zeros((20, 200), np.float32)
    alpha[:, 100:120] = 1
    layer = Layer((1, 1, 1), alpha, np.random.default_rng(1))
    middles = []
    for step in range(5):
        canvas = a_canvas(16, 160, 20)
        layer.paint(canvas, step / 4, 0)
        light = canvas.planes[0].astype(float).sum(0) - 16 * 20
        middles.append(float((light * np.arange(160)).sum() / light.sum()))

    assert np.diff(middles) == pytest.approx([-0.25] * 4, abs=0.02)


@pytest.mark.parametrize("spark", [soft_spark((1, 1, 1), 2.6), soft_spark((1.0, 0.5, 0.2), 3.0, 0.8)])
def test_a_swarm_looks_like_its_sparks_painted_one_by_one(spark: Spark) -> None:
    together, apart = a_canvas(60, 320, 180), a_canvas(60, 320, 180)
    xs, ys = np.array([-3.0, 40.3, 99.75, 200.5, 318.9]), np.array([30.2, 1.4, 90.0, 178.6, 70.1])
    light = np.array([1.0, 0.5, 0.75, 1.0, 0.25])

    Swarm(spark).paint(together, xs, ys, light)
    for x, y, opacity in zip(xs.tolist(), ys.tolist(), light.tolist(), strict=True):
        spark.paint(apart, x, y, opacity)

    assert np.abs(together.frame.astype(int) - apart.frame).max() <= 2
    assert np.abs(together.frame.astype(int) - 60).max() > 50
