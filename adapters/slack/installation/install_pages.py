"""The pages that people see when they have let the bot in, or have not: plain HTML that loads nothing."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Final

from bot.domain.chat import Link

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1d1c1d;"
    "background:#fff}a{color:#1264a3}@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}"
    "a{color:#7cc4ff}}"
)
_STYLE_HASH: Final = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()

PAGE_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds the code
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallPage:
    """A heading, paragraphs or numbered steps, and where to go next."""

    title: str
    text: str = ""
    steps: tuple[str, ...] = ()
    link: Link

    def html(self) -> str:
        """The page; all its words are taken literally."""
        steps = "".join(f"<li>{escape(step)}</li>" for step in self.steps)
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(self.title)}</title><style>{_STYLE}</style></head><body><main>"
            f"<h1>{escape(self.title)}</h1>"
            + (f"<p>{escape(self.text)}</p>" if self.text else "")
            + (f"<ol>{steps}</ol>" if steps else "")
            + f'<p><a href="{escape(self.link.url)}">{escape(self.link.label)}</a></p></main></body></html>\n'
        )
