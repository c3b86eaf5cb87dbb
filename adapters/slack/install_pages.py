"""The few pages that people see who install the app."""

from __future__ import annotations

from html import escape
from typing import Final

from bot import texts

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ color: #1d1c1d; font: 1.05rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 34rem;
  padding: 0 1.5rem }}
h1 {{ font-size: 1.6rem }}
a {{ background: #4a154b; border-radius: .4rem; color: #fff; display: inline-block; padding: .7rem 1.2rem;
  text-decoration: none }}
@media (prefers-color-scheme: dark) {{ body {{ background: #1a1d21; color: #e8e8e8 }} }}
</style></head>
<body><h1>{title}</h1><p>{text}</p>{link}</body></html>
"""


def install_page(address: str) -> str:
    """Before: the way to Slack."""
    return _page(texts.install_title(), texts.install_text(), texts.install_button(), address)


def success_page(workspace: str) -> str:
    """After: what to do now."""
    return _page(texts.installed_title(workspace), texts.installed_text())


def failure_page(reason: str, again: str) -> str:
    """It did not work: why, and how to try again. `reason` is slack-bolt's or Slack's word, which nobody is shown."""
    return _page(texts.not_installed_title(), texts.not_installed_text(reason), texts.install_again(), again)


def _page(title: str, text: str, label: str = "", address: str = "") -> str:
    link = f'<p><a href="{escape(address)}">{escape(label)}</a></p>' if label else ""
    return _PAGE.format(title=escape(title), text=escape(text), link=link)
