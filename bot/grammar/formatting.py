"""Chat formatting around options: `*private*`, `_4s portrait_`, and what is written between backticks."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Final, NamedTuple

from bot.grammar.courtesy import is_courtesy
from bot.grammar.plain import plain

_SPAN: Final = re.compile(
    r"(?<![^\s,(])(?:(?P<tick>`{1,3})(?P<code>[^`\n]+)(?P=tick)"
    r"|(?P<open>[*_~]{1,3})(?P<words>[^*_~\n]+)(?P<close>[*_~]{1,3}))(?![^\s,.!?;:)])"
)


class Span(NamedTuple):
    """A formatted part: where it stands, marks included, and what the marks hold."""

    start: int
    end: int
    inside: str


def unmarked(text: str, is_options: Callable[[str], bool], is_meant: Callable[[str], bool] | None = None) -> str:
    """The text with blanks for the marks around options at its edges, at the same length.

    Between such a part and the edge stand options and courtesy alone. `is_meant`: which of those parts, else all.
    """
    parts: list[str] = []
    done = 0
    for span in _at_edges(text, is_options):
        if is_meant is None or is_meant(span.inside):
            parts += text[done : span.start], span.inside.center(span.end - span.start)
            done = span.end
    return "".join([*parts, text[done:]])


def _at_edges(text: str, is_options: Callable[[str], bool]) -> list[Span]:
    """The formatted options at both edges, in the order they stand."""
    spans = _spans(text)
    ends, starts = [0, *(span.end for span in spans)], [*(span.start for span in spans), len(text)]
    gaps = [plain(text[end:start]) for end, start in zip(ends, starts, strict=True)]

    def is_edge(place: tuple[Span, str]) -> bool:
        span, gap = place
        return (is_courtesy(gap) or is_options(gap)) and is_options(span.inside)

    first = [span for span, _gap in takewhile(is_edge, zip(spans, gaps, strict=False))]
    last = [span for span, _gap in takewhile(is_edge, zip(reversed(spans), reversed(gaps), strict=False))]
    return sorted({*first, *last})


def _spans(text: str) -> list[Span]:
    """The formatted parts: marks that face each other on one line, as in `*_bold and slanted_*`, close to the words."""
    spans: list[Span] = []
    for match in _SPAN.finditer(plain(text)):
        inside = text[slice(*match.span("code" if match["tick"] else "words"))]
        if inside == inside.strip() and (match["tick"] or match["open"] == match["close"][::-1]):
            spans.append(Span(match.start(), match.end(), inside))
    return spans
