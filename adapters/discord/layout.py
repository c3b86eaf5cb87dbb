"""Cards, notices and videos as messages of components.

Every length is bounded before the text is escaped, and escaping at most doubles it: that is how the numbers here add up
to less than a message takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import discord
from discord import ui
from discord.utils import format_dt

from adapters.bars import bar, percent
from adapters.discord import limits
from adapters.discord.buttons import in_rows, job_buttons
from adapters.discord.escaping import plain, quoted
from adapters.discord.limits import within_limits
from adapters.discord.links import in_brackets, in_words, link_button, may_be_button
from adapters.discord.tables import in_room, table_text
from adapters.wording import one_line, shorten
from bot import texts
from bot.domain.chat import Card, Film, Link, Notice, Progress, Tone, VideoPost

_TITLE: Final = 100
_PROMPT: Final = 500
_FACTS: Final = 300
_STEPS: Final = 200
_NOTE: Final = 600
_WORDS: Final = 1500

_ACCENTS: Final[Mapping[Tone, int | None]] = MappingProxyType(
    {Tone.NEUTRAL: None, Tone.BUSY: 0x5A66EA, Tone.GOOD: 0x2FA36B, Tone.BAD: 0xC4392F}
)


def card_view(card: Card) -> ui.LayoutView:
    """A job's card. Times count by themselves, so a card changes only when the job does."""
    texts = (
        f"### {_short(card.title, _TITLE)}",
        quoted(card.prompt, limit=_PROMPT),
        _progress(card.progress) if card.progress else "",
        f"-# {_facts(card)}",
        plain(shorten(card.note, _NOTE)),
    )
    rows = in_rows(job_buttons(card.buttons))
    return _view(ui.Container(*_displays(texts), *rows, accent_colour=_ACCENTS[card.tone]))


def notice_view(notice: Notice) -> ui.LayoutView:
    """A plain answer; one with a mood stands in a frame of its colour."""
    text = plain(shorten(notice.text, _WORDS))
    links = in_room(
        [in_words(link) for link in notice.links if not may_be_button(link)], (limits.TEXT - len(text)) // 2
    )
    table = table_text(notice.table, limits.TEXT - len(text) - len(links)) if notice.table else ""
    buttons = [*map(link_button, filter(may_be_button, notice.links)), *job_buttons(notice.buttons)]
    items = [*_displays((text if text.strip() else "…", table, links)), *_gallery(notice.films), *in_rows(buttons)]
    accent = _ACCENTS[notice.tone]
    return _view(*items) if accent is None else _view(ui.Container(*items, accent_colour=accent))


def video_view(post: VideoPost, *, has_file: bool, link: str | None) -> ui.LayoutView:
    """A finished video, played out of the file of this name in the same message, or else behind a link.

    The mention calls the requester only where the message's `allowed_mentions` let it. Links of 1,400 characters fit.
    """
    links = [] if has_file or link is None else [Link(texts.open_video(), link)]
    words = f"{_mention(post.mentions)}{plain(shorten(post.text, _WORDS // 2))}"
    return _view(
        *_displays((words, *map(in_brackets, links), quoted(post.prompt, limit=_PROMPT))),
        *([_player(post)] if has_file else []),
        *in_rows([*map(link_button, filter(may_be_button, links)), *job_buttons(post.buttons)]),
    )


def _facts(card: Card) -> str:
    """The facts on one line, and the id that commands take."""
    return " · ".join(filter(None, (_short(" · ".join(card.facts), _FACTS), f"`{card.job_id}`")))


def _progress(progress: Progress) -> str:
    """The steps, how far the current one is where the provider tells it, and clocks that Discord keeps."""
    lines = [" → ".join(_steps(progress))]
    if progress.fraction is not None:
        lines.append(f"`{bar(progress.fraction)}` {percent(progress.fraction)}")  # code: its blocks are of one width
    times = [f"{texts.began()} {format_dt(progress.since, 'R')}"]
    if progress.expected is not None:
        times.append(f"{texts.expected()} {format_dt(progress.since + progress.expected, 'R')}")
    return "\n".join((*lines, f"-# {' · '.join(times)}"))


def _steps(progress: Progress) -> Iterable[str]:
    each = _STEPS // max(1, len(progress.steps))
    for place, step in enumerate(progress.steps):
        word = _short(step, each)
        if place == progress.current:
            yield f"**● {word}**"
        else:
            yield f"✓ {word}" if place < progress.current else f"○ {word}"


def _mention(user: str) -> str:
    return f"<@{user}> " if re.fullmatch("[0-9]{1,20}", user) else ""


def _player(post: VideoPost) -> ui.MediaGallery[Any]:
    description = shorten(one_line(post.prompt), limits.ALT_TEXT) or None
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{post.filename}", description=description))


def _gallery(films: Sequence[Film]) -> list[ui.MediaGallery[Any]]:
    """Videos side by side, each with its first picture, to be played in place."""
    items = [
        discord.MediaGalleryItem(film.url, description=shorten(one_line(film.words), limits.ALT_TEXT) or None)
        for film in films[: limits.GALLERY]
    ]
    return [ui.MediaGallery(*items)] if items else []


def _short(text: str, limit: int) -> str:
    return plain(shorten(one_line(text), limit))


def _displays(texts: Iterable[str]) -> list[ui.TextDisplay[Any]]:
    """A component for each text there is; Discord refuses empty ones."""
    return [ui.TextDisplay(text) for text in texts if text.strip()]


def _view(*items: ui.Item[Any]) -> ui.LayoutView:
    """Without a timeout: buttons are served by their custom ids, and no view waits for anything."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return within_limits(view)
