"""A person's own page: what is left, what is on its way, what was made last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from adapters.bars import bar, percent
from adapters.buttons import Weight
from adapters.slack.blocks.buttons import LINK, actions, actions_blocks, press
from adapters.slack.blocks.layout import card_blocks, notice_blocks
from adapters.slack.blocks.limits import VIEW_BLOCKS, within_limits
from adapters.slack.blocks.rich import Json, bullets, header, plain, rich_text, section, words
from adapters.wording import beginning, one_line, shorten
from bot import texts
from bot.domain.chat import Link
from bot.domain.home import Bar, Home, Made

CREATE: Final = "sora:form:create"
REFRESH: Final = "sora:home:refresh"

_BARS: Final = 10
_CARDS: Final = 8
_MADE: Final = 12
_TEAM: Final = 5
_WORDS: Final = 200
_PROMPT: Final = 300
_ALT: Final = 200

T = TypeVar("T")


def home_view(home: Home, posters: Mapping[str, str]) -> Json:
    """The page. `posters` are the ids of Slack's own picture files, by the jobs whose videos they are out of."""
    blocks = [
        header(texts.home_title()),
        actions([press(CREATE, texts.form_title(), Weight.PRIMARY), press(REFRESH, texts.home_refresh())]),
        *_limits(home),
        header(texts.home_running()),
        *_some(home.running, _CARDS, card_blocks, home.nothing_running, more=home.more_running),
        header(texts.home_made()),
        *_some(home.made, _MADE, lambda made: _made(made, posters.get(made.job_id)), home.nothing_made),
    ]
    if home.team:
        blocks += [header(texts.home_team()), *_some(home.team, _TEAM, notice_blocks, "")]
    return {"type": "home", "blocks": within_limits(list(_each_id_once(blocks)), most=VIEW_BLOCKS)}


def _limits(home: Home) -> list[Json]:
    lines = [_line(bar_) for bar_ in home.bars[:_BARS]]
    rest = _more(len(home.bars) - _BARS)
    body = [rich_text(bullets(lines))] if lines else _said(home.no_bars)
    return [header(texts.home_limits()), *body, *rest]


def _line(limit: Bar) -> list[Json]:
    drawn = [words(bar(limit.fraction), code=True), words(f" {percent(limit.fraction)}  "), words(_short(limit.words))]
    return [*drawn, words(f" · {_short(limit.anew)}", italic=True)] if one_line(limit.anew) else drawn


def _some(
    things: Sequence[T], most: int, shown: Callable[[T], list[Json]], otherwise: str, *, more: int = 0
) -> list[Json]:
    """The first of them, with a line that says how many more there are, here and elsewhere; or the words for none."""
    blocks = [block for thing in things[:most] for block in shown(thing)]
    return [*blocks, *_more(len(things[most:]) + more)] if things else _said(otherwise)


def _made(made: Made, poster: str | None) -> list[Json]:
    """One video with a small picture: literal text, since the text beside a picture would be read as markup."""
    prompt = beginning(made.prompt, limit=_PROMPT)
    text: Json = {"type": "section", "text": plain("\n".join(filter(None, (_short(made.words), prompt))) or "…", 600)}
    if poster is not None:
        alt = shorten(texts.home_alt(one_line(prompt)), _ALT)
        text["accessory"] = {"type": "image", "slack_file": {"id": poster}, "alt_text": alt}
    links = [] if made.link is None else [Link(texts.home_open(), made.link)]
    return [text, *actions_blocks(made.buttons, links)]


def _said(text: str) -> list[Json]:
    return [{"type": "context", "elements": [plain(text, 1000)]}] if one_line(text) else []


def _more(count: int) -> list[Json]:
    return [rich_text(section(words(texts.more_like_these(count), italic=True)))] if count > 0 else []


def _short(text: str) -> str:
    return shorten(one_line(text), _WORDS)


def _each_id_once(blocks: Sequence[Json]) -> Iterator[Json]:
    """The blocks without buttons that stand further up already; links get numbers of their own.

    A job may be among those on their way, among those made last, and among everybody's.
    """
    seen: set[str] = set()
    for block in blocks:
        if block["type"] != "actions":
            yield block
            continue
        kept = []
        for element in block["elements"]:
            name = f"{LINK}:{len(seen)}" if "url" in element else element["action_id"]
            if name not in seen:
                seen.add(name)
                kept.append({**element, "action_id": name})
        if kept:
            yield actions(kept)
