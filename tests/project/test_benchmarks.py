"""Every figure can be measured: a miniature of each, where only the form of the output counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.figures import Figure, Target
from benchmarks.measurements import MINIATURE, Measurements

ROOT = Path(__file__).parents[2]
KEYS = {"figure", "value", "unit", "bare", "ratio", "target", "met"}
FIGURES = {
    "jobs_per_second_sqlite",
    "cpu_per_job_sqlite",
    "acknowledgement_p99_sqlite",
    "jobs_per_second_postgres",
    "cpu_per_job_postgres",
    "acknowledgement_p99_postgres",
    "callback_to_posted_over_bare",
    "large_file",
    "large_file_memory",
    "cost_growth",
    "restart_ms",
    "idle_memory",
    "discord_acknowledgement_p99",
    "slack_acknowledgement_p99",
    "rendering",
}


MEASURED = [figures for figures, _ in Measurements(MINIATURE).all()]


@pytest.mark.slow
@pytest.mark.parametrize("figures", MEASURED, ids=[figures[0].name for figures in MEASURED])
def test_a_miniature_run_prints_a_value_for_each_figure(figures: tuple[Figure, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--miniature", figures[0].name],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
    )

    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert all(line.keys() == KEYS for line in lines)
    named = [line["figure"] for line in lines if line["value"] is not None]
    assert named == [figure.name for figure in figures], done.stderr


def test_every_figure_is_measured_once() -> None:
    assert sorted(figure.name for figures in MEASURED for figure in figures) == sorted(FIGURES)


@pytest.mark.parametrize(
    ("target", "value", "bare", "met"),
    [
        (Target(at_least=167, ratio=0.3), 170, 500, True),
        (Target(at_least=167, ratio=0.3), 170, 600, False),
        (Target(at_least=167, ratio=0.3), 160, 500, False),
        (Target(at_most=100), 100, None, True),
        (Target(at_most=100), 101, None, False),
    ],
)
def test_a_target_is_met_when_all_of_it_holds(target: Target, value: float, bare: float | None, met: bool) -> None:
    figure = Figure(name="speed", unit="jobs/s", target=target)

    line = figure.measured(value, bare=bare)

    assert line["met"] is met


def test_a_figure_that_could_not_be_measured_has_no_value_and_no_verdict() -> None:
    figure = Figure(name="speed", unit="jobs/s", target=Target(at_least=1))

    line = figure.missing()

    assert (line["value"], line["met"], line["target"]) == (None, None, {"at_least": 1})
