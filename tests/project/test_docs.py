"""The documentation says what is so: links lead somewhere, commands exist, examples work."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest

from adapters.cli import app
from adapters.providers.catalogue import load_catalogue
from adapters.providers.registry import provider_names
from bot.commands import COMMANDS, Create
from bot.grammar import Problem, parse

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# Programs of the system, which a reader has or knows how to get.
SYSTEM: Final = frozenset({"cp", "docker", "sqlite3"})


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def blocks(language: str, pages: list[Path] = PAGES) -> Iterator[str]:
    for page in pages:
        found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", page.read_text(), re.MULTILINE | re.DOTALL)
        yield from (dedent(block) for _, block in found)


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
            if "://" not in target:
                yield page, target


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made where Markdown is shown."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def shell_lines() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines() if line and not line.startswith("#")]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def subcommands() -> set[str]:
    return {
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    }


@pytest.mark.parametrize(("page", "target"), [pytest.param(p, t, id=f"{p.name}:{t}") for p, t in links()])
def test_every_link_leads_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    linked = (page.parent / path).resolve() if path else page

    assert linked.exists()
    assert not anchor or anchor in anchors(linked)


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()

    assert [page.name for page in (ROOT / "docs" / "adr").glob("*.md") if f"adr/{page.name}" not in index] == []


@pytest.mark.parametrize("line", shell_lines())
def test_a_shell_line_runs_what_is_there(line: str) -> None:
    program, *arguments = line.split()

    if program == "make":
        assert set(arguments) <= make_targets()
    elif program == ".venv/bin/sora-bot":
        assert arguments[0] in subcommands()
    else:
        assert program in SYSTEM


def test_every_command_named_in_prose_exists() -> None:
    said = re.findall(r"`(?:\.venv/bin/)?sora-bot ([a-z]+)", "".join(page.read_text() for page in PAGES))
    made = re.findall(r"`make ([a-z-]+)`", "".join(page.read_text() for page in PAGES))

    assert set(said) <= subcommands()
    assert set(made) <= make_targets()
    assert said
    assert made


@pytest.mark.parametrize("line", [line for block in blocks("sora") for line in block.splitlines()])
def test_an_example_for_people_is_understood(line: str) -> None:
    command = parse(line, load_catalogue(provider_names()))

    assert not isinstance(command, Problem)
    # Whatever is no command is a prompt, so a prompt that begins with a command's name is an example gone wrong.
    first = line.split(maxsplit=1)[0]
    assert not (isinstance(command, Create) and first != "create" and first in {spec.name.value for spec in COMMANDS})


def test_an_examples_wishes_do_not_end_up_in_the_prompt() -> None:
    catalogue = load_catalogue(provider_names())
    examples = [line for block in blocks("sora") for line in block.splitlines()]
    prompts = {command.prompt for line in examples if isinstance(command := parse(line, catalogue), Create)}

    assert prompts == {"a red kite over the sea", "a tram in the rain", "a clock that shows 16:9"}


def test_every_command_is_explained_to_people() -> None:
    page = (ROOT / "docs" / "users.md").read_text()

    assert [spec.name.value for spec in COMMANDS if f"| `{spec.name.value}" not in page] == []


@pytest.mark.parametrize("code", list(blocks("python")))
def test_a_python_example_runs(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, timeout=30)

    assert done.returncode == 0, done.stderr.decode()
