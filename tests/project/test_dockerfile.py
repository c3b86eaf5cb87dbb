"""The image, as far as it can be made without Docker: its context, its install steps, its defaults."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest

from adapters.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
Instruction = tuple[str, str]
IN_IMAGE: Final = "/opt/sora-bot"


def instructions() -> list[Instruction]:
    """Name and arguments of each instruction, in order, with continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#"))
    return [(name, rest.strip()) for name, rest in lines]


def arguments(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def copied() -> Iterator[str]:
    """What is copied out of the project."""
    for rest in arguments("COPY"):
        if not rest.startswith("--from"):
            yield from rest.split()[:-1]


def is_sent(path: str) -> bool:
    """Whether `.dockerignore` lets a path of the project's root through: its last line that fits decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and fnmatch(path, pattern):
            sent = line.startswith("!")
    return sent


def environment() -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(arguments("ENV"))))


def test_everything_the_image_copies_is_there_and_sent_to_the_builder() -> None:
    sources = set(copied())

    assert sources > {"bot", "adapters", "requirements.lock"}
    assert {source for source in sources if not (ROOT / source).exists() or not is_sent(source)} == set()


@pytest.mark.parametrize("path", [".env", ".git", "data", "tests", ".venv"])
def test_nothing_private_or_needless_is_sent_to_the_builder(path: str) -> None:
    assert not is_sent(path)


def test_the_locked_packages_are_installed_before_the_source_is_copied() -> None:
    steps = [f"{name} {rest}" for name, rest in instructions()]

    locked = next(i for i, step in enumerate(steps) if "--require-hashes" in step)
    source = next(i for i, step in enumerate(steps) if step.startswith("COPY bot"))

    assert locked < source


def test_the_bot_does_not_run_as_root_and_is_stopped_gently() -> None:
    assert arguments("USER") == ["sora"]
    assert arguments("STOPSIGNAL") == ["SIGTERM"]
    assert [json.loads(*arguments(name)) for name in ("ENTRYPOINT", "CMD")] == [["sora-bot"], ["run"]]


def test_the_image_keeps_everything_in_its_volume(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("\n".join(f"{k}={v}" for k, v in environment().items() if k.startswith("SORA_")))

    settings: Settings = read_settings(env_file, for_run=False)

    assert arguments("VOLUME") == ["/data"]
    assert {settings.data_folder, settings.sqlite_path and settings.sqlite_path.parent} == {Path("/data")}
    assert str(settings.listen) == "0.0.0.0:8080"
    assert arguments("EXPOSE") == ["8080"]


@pytest.mark.slow
@pytest.mark.timeout(400)  # a slow network is no fault of the image
def test_the_install_steps_make_a_program_that_runs(tmp_path: Path) -> None:
    venv, context = tmp_path / "venv", tmp_path / "context"
    context.mkdir()
    for source in copied():
        copy_into(context, source)

    for step in arguments("RUN"):
        if IN_IMAGE in step:
            run(step.replace(IN_IMAGE, str(venv)), context)
    shutil.rmtree(context)

    assert installed_files(venv) == project_files()
    shown = run(f"{venv}/bin/sora-bot --help", tmp_path)
    health = json.loads(re.findall(r"CMD (\[.*\])", arguments("HEALTHCHECK")[0])[0])
    for command in (json.loads(*arguments("CMD"))[0], health[1]):
        assert re.search(rf"^\W*{command}\b", shown, re.MULTILINE)


def copy_into(context: Path, source: str) -> None:
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, context / source, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(ROOT / source, context / source)


def run(command: str, folder: Path) -> str:
    """Run a step with this Python as `python`, and return what it prints."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SORA_", "VIRTUAL_ENV", "PYTEST_"))}
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    env["PIP_NO_COMPILE"] = "1"  # the image compiles everything; what is run here is little of it
    done = subprocess.run(
        command, shell=True, cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def project_files() -> set[str]:
    found = (path.relative_to(ROOT) for name in ("bot", "adapters") for path in (ROOT / name).rglob("*"))
    return {str(path) for path in found if (ROOT / path).is_file() and "__pycache__" not in path.parts}


def installed_files(venv: Path) -> set[str]:
    packages = next(venv.glob("lib/python*/site-packages"))
    found = (path for name in ("bot", "adapters") for path in (packages / name).rglob("*"))
    return {str(path.relative_to(packages)) for path in found if path.is_file() and "__pycache__" not in path.parts}
