"""What must not be in the project, whoever puts it there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
# Written in two halves, or this file would be the first to be found.
UNFINISHED = re.compile("TO" + r"DO|FIX" + r"ME|X{3}\b")
INDEX = re.compile(r"--(?:extra-)?index" + r"-url|--find" + r"-links|(?:file|https?)://\S*/sim" + r"ple\b")
INDEX_HOST = re.compile(r"https?://[\w.-]*(?:py" + r"pi|python" + r"hosted|npm" + r"js)\.(?:org|com)", re.IGNORECASE)
PATCHING = re.compile(r"unittest\." + r"mock|monkeypatch\.set" + r"attr|mocker\.|time\.sl" + r"eep\(")


def tracked_texts() -> dict[str, str]:
    """The text files of the project by path; what git ignores is none of its files."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so nobody can tell which files are the project's")
    texts = {}
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                texts[name] = content.decode()
    return texts


def places(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_package_index_is_named() -> None:
    texts = {name: text for name, text in tracked_texts().items() if name != "scripts/lock.sh"}

    assert places(INDEX, texts) == []
    assert places(INDEX_HOST, texts) == []


def test_nothing_is_marked_as_unfinished() -> None:
    assert places(UNFINISHED, {n: t for n, t in tracked_texts().items() if n not in LOCKS}) == []


def test_no_test_patches_our_code_or_sleeps_and_hopes() -> None:
    texts = {name: text for name, text in tracked_texts().items() if name.startswith("tests/") and name.endswith(".py")}

    assert places(PATCHING, texts) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_nothing_else_is_in_the_lock(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())

    odd = [
        entry.splitlines()[0]
        for entry in entries
        if not re.match(r"[\w.-]+==\S+.*(\\\n +--hash=sha256:[0-9a-f]{64} ?)+\Z", entry)
    ]

    assert odd == []
    assert len(entries) > 20


def test_the_development_lock_installs_the_same_versions_as_the_other() -> None:
    runtime, development = (re.findall(r"^[\w.-]+==\S+", (ROOT / lock).read_text(), re.MULTILINE) for lock in LOCKS)

    assert set(runtime) <= set(development)


def test_every_file_ends_with_one_line_break_and_no_line_with_a_blank() -> None:
    texts = {name: text for name, text in tracked_texts().items() if text and not name.endswith((".svg", ".json"))}

    assert [name for name, text in texts.items() if not text.endswith("\n") or text.endswith("\n\n")] == []
    assert places(re.compile(r"[ \t]+$"), texts) == []
