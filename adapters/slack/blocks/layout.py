"""Cards, notices and videos as messages of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from adapters.bars import bar, percent
from adapters.columns import fitting
from adapters.links import address
from adapters.slack.blocks.buttons import actions_blocks, may_be_button
from adapters.slack.blocks.escaping import escaped
from adapters.slack.blocks.limits import within_limits
from adapters.slack.blocks.rich import (
    Json,
    bullets,
    emoji,
    moment,
    plain,
    preformatted,
    quote,
    rich_text,
    section,
    user,
    words,
)
from adapters.slack.blocks.spreading import spread
from adapters.slack.blocks.tables import table_blocks
from adapters.wording import beginning, one_line, readable, shorten
from bot import texts
from bot.domain.chat import Card, Link, Notice, Progress, Tone, VideoPost

_TITLE: Final = 100
_PROMPT: Final = 500
_FACTS: Final = 300
_STEPS: Final = 200
_NOTE: Final = 800
_WORDS: Final = 2000
_LINKS: Final = 1500
_NOTIFIED: Final = 150

_EMOJI: Final[Mapping[Tone, str | None]] = MappingProxyType(
    {Tone.NEUTRAL: None, Tone.BUSY: "hourglass_flowing_sand", Tone.GOOD: "white_check_mark", Tone.BAD: "warning"}
)
_USER: Final = re.compile(r"[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Slack takes it. `text` is what notifications and screen readers say; it is escaped already."""

    text: str = field(repr=False)  # prompts are in no log
    blocks: list[Json] = field(repr=False)


def card_message(card: Card) -> Message:
    """A job's card. Slack keeps its clocks, so a card changes only when the job does."""
    blocks = card_blocks(card, block_id=f"sora:card:{card.job_id}")
    return Message(_notified(f"{card.title}: {card.prompt}"), within_limits(blocks))


def card_blocks(card: Card, *, block_id: str | None = None) -> list[Json]:
    """A card wherever it is shown: at least two blocks, and four at most."""
    head = (*_mood(card.tone), words(_short(card.title, _TITLE) or "…", bold=True))
    progress = [section(*_progress(card.progress))] if card.progress else []
    return [
        rich_text(section(*head), *_quoted(card.prompt), *progress, block_id=block_id),
        _facts(card),
        *([rich_text(section(words(shorten(readable(card.note), _NOTE))))] if one_line(card.note) else []),
        *actions_blocks(card.buttons),
    ]


def notice_message(notice: Notice) -> Message:
    """A plain answer."""
    return Message(_notified(notice.text), within_limits(notice_blocks(notice)))


def notice_blocks(notice: Notice) -> list[Json]:
    """A plain answer wherever it is shown: three blocks at most."""
    text = shorten(readable(notice.text), _WORDS)
    written = fitting([_in_words(link) for link in notice.links if not may_be_button(link)], _LINKS)
    links = [bullets([words(line)] for line in written)] if written else []
    return [
        rich_text(section(*_mood(notice.tone), words(text if text.strip() else "…")), *links),
        *(table_blocks(notice.table) if notice.table else []),
        *actions_blocks(notice.buttons, notice.links),
    ]


def video_message(post: VideoPost, *, link: str | None) -> Message:
    """A finished video: the words around its file, or a link to it of at most 1,400 characters."""
    links = [] if link is None else [Link(texts.open_video(), link)]
    text = shorten(one_line(post.text), _WORDS) or "…"
    written = [section(words(_in_words(each)[:_LINKS])) for each in links if not may_be_button(each)]
    blocks = [
        rich_text(
            section(*_mention(post.mentions), words(text)),
            *written,
            *_quoted(post.prompt),
            block_id=f"sora:video:{post.job_id}",
        ),
        *actions_blocks(post.buttons, links),
    ]
    return Message(_notified(post.text), within_limits(blocks))


def words_messages(written: str) -> list[Message]:
    """What somebody wrote into a form of which nothing came, to be copied, however long it is."""
    pieces, _ = spread(written)
    head = section(words(texts.your_words()))
    blocks = [[rich_text(head, preformatted(piece))] for piece in pieces if piece.strip()]
    return [Message(_notified(texts.your_words()), within_limits(each)) for each in blocks]


def _notified(text: str) -> str:
    return escaped(shorten(one_line(text), _NOTIFIED)) or "…"


def _mood(tone: Tone) -> list[Json]:
    name = _EMOJI[tone]
    return [] if name is None else [emoji(name), words(" ")]


def _quoted(prompt: str) -> list[Json]:
    """The beginning of a prompt; nothing of an empty one."""
    start = beginning(prompt, limit=_PROMPT)
    return [quote(words(start))] if start else []


def _facts(card: Card) -> Json:
    """The facts on one line, and the id that commands take."""
    facts = shorten(one_line(" · ".join(card.facts)), _FACTS)
    name = {"type": "mrkdwn", "text": f"`{escaped(card.job_id)}`"}
    return {"type": "context", "elements": [*([plain(facts, _FACTS)] if facts else []), name]}


def _progress(progress: Progress) -> Iterable[Json]:
    """The steps, how far the current one is where the provider tells it, and clocks that Slack keeps."""
    yield from _steps(progress)
    if progress.fraction is not None:
        yield from (words("\n"), words(bar(progress.fraction), code=True), words(f" {percent(progress.fraction)}"))
    yield from (words(f"\n{texts.began()} "), moment(progress.since, "{ago}"))
    if progress.expected is not None:
        yield from (words(f" · {texts.expected_at()} "), moment(progress.since + progress.expected, "{time}"))


def _steps(progress: Progress) -> Iterable[Json]:
    each = _STEPS // max(1, len(progress.steps))
    for place, step in enumerate(progress.steps):
        word = _short(step, each)
        mark = "●" if place == progress.current else "✓" if place < progress.current else "○"
        yield words(" → " if place else "")
        yield words(f"{mark} {word}", bold=place == progress.current)


def _mention(person: str) -> list[Json]:
    return [user(person), words(" ")] if _USER.fullmatch(person) else []


def _in_words(link: Link) -> str:
    return f"{_short(link.label, _TITLE)}: {address(link.url)}"


def _short(text: str, limit: int) -> str:
    return shorten(one_line(text), limit)
