"""The page's own files: whole, and true to the security policy they are served under."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.web.files import STATIC
from tests.chat_client import PageClient

TEXTS = sorted(path for path in STATIC.rglob("*") if path.suffix in {".html", ".js", ".css", ".svg"})
SCRIPTS = [path for path in TEXTS if path.suffix == ".js"]


def _id(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", TEXTS, ids=_id)
async def test_every_file_is_served_with_its_type(client: PageClient, path: Path) -> None:
    answer = await client.get(f"/static/{path.relative_to(STATIC).as_posix()}")

    kinds = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(kinds[path.suffix])


@pytest.mark.parametrize("path", TEXTS, ids=_id)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", path.read_text()))

    assert addresses <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("path", [path for path in TEXTS if path.suffix == ".html"], ids=_id)
def test_pages_hold_no_script_and_no_style_of_their_own(path: Path) -> None:
    page = path.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
    for address in re.findall(r'(?:src|href)="/static/([^"]+)"', page):
        assert (STATIC / address).is_file()


@pytest.mark.parametrize("path", SCRIPTS, ids=_id)
def test_scripts_never_turn_text_into_markup_or_code(path: Path) -> None:
    never = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc"

    assert not re.search(never, path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=_id)
def test_scripts_import_what_there_is(path: Path) -> None:
    for names, source in re.findall(r'import \{([^}]+)\} from "\./([^"]+)"', path.read_text()):
        exported = set(
            re.findall(r"export (?:async )?(?:function|const|class) (\w+)", (path.parent / source).read_text())
        )
        assert {name.strip() for name in names.split(",")} <= exported


def test_every_word_is_used_and_every_used_word_exists() -> None:
    table = (STATIC / "js" / "words.js").read_text()
    others = "".join(path.read_text() for path in SCRIPTS if path.name != "words.js")

    known = set(re.findall(r"^  (\w+):", table, re.MULTILINE))
    assert set(re.findall(r"(?<!/)\bwords\.(\w+)", others)) == known
