"""`make` and what it runs: every target is sound, CI runs the same, and a set-up that fails says why."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TOOLS: Final = ("sh", "sed", "awk", "grep", "tee", "tail", "head", "uname", "mkdir", "rm", "cat", "chmod")
PIP_WITHOUT_WHEEL = """#!/bin/sh
case "$*" in
    *"-m venv"*) mkdir -p .venv/bin && cat "$0" > .venv/bin/python && chmod +x .venv/bin/python ;;
    *"-m pip"*) echo "ERROR: No matching distribution found for pgserver==0.1.4"; exit 1 ;;
    *--version*) echo "Python 3.99" ;;
esac
"""


def targets() -> list[str]:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    return phony[1].split()


def bare_folder(tmp_path: Path, *, python: str | None = None) -> Path:
    """A folder of programs with the shell's usual ones and, if given, this text as its only Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    if python is not None:
        (programs / "python3.12").write_text(python)
        (programs / "python3.12").chmod(0o755)
    return programs


def set_up(folder: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", ROOT / "scripts" / "setup.sh", "requirements.lock"],
        cwd=folder,
        env={"PATH": str(programs)},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.parametrize("target", targets())
def test_make_knows_what_to_run(target: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

    done = subprocess.run(
        ["make", "-n", target], cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=30
    )

    assert done.returncode == 0, done.stderr


def test_every_target_a_person_runs_is_explained() -> None:
    explained = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)

    assert set(targets()) - set(explained) == {"style", "types", "imports"}


def test_ci_runs_the_tests_as_make_does() -> None:
    runs = (ROOT / ".ci" / "run").read_text()
    made = re.search(r"^test: lint.*\n\t\$\(PYTHON\) (.+)$", MAKEFILE, re.MULTILINE)

    assert made
    assert re.search(rf"^\.venv/bin/python {re.escape(made[1])}$", runs, re.MULTILINE)
    assert re.search(r"^make .*lint$", runs, re.MULTILINE)


def test_without_a_python_the_set_up_says_what_to_install(tmp_path: Path) -> None:
    done = set_up(tmp_path, bare_folder(tmp_path))

    assert done.returncode != 0
    assert done.stderr.startswith("sora-bot needs Python 3.11 or newer with venv")


def test_a_package_without_a_wheel_is_named(tmp_path: Path) -> None:
    done = set_up(tmp_path, bare_folder(tmp_path, python=PIP_WITHOUT_WHEEL))

    assert done.returncode != 0
    assert "There is no ready-made pgserver==0.1.4 for Python 3.99 on " in done.stderr
