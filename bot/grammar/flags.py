"""Options that are named, anywhere outside quotes: `--seconds 8`, `--size=720p`, `model:pro`, `--private`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.commands import Problem, ProblemKind
from bot.domain.catalogue import Catalogue
from bot.grammar.courtesy import before_dashes, is_courtesy
from bot.grammar.forms import PIXELS, RATIO, TIER, Given, bare, merged, size_piece
from bot.grammar.nearest import nearest, shortened
from bot.grammar.plain import SEPARATORS, plain, words_of
from bot.grammar.quotes import masked, quoted_spans
from bot.grammar.values import FLAGS, OPTIONS, read_value

_NAMES: Final = tuple(dict.fromkeys(option.name for option in OPTIONS.values()))
# One long dash is what chat apps make of two short ones.
_NAMED: Final = re.compile(
    r"(?<![^\s,(])(?:"
    r"(?P<dashes>--|[—–]{1,2})(?P<flag>\w[\w-]*)(?P<sign>[ ]?=[ ]?|:[ ]?(?=\S)|)"
    rf"|(?P<name>{'|'.join(_NAMES)}):(?P<gap>[ ]?)"
    r")",
    re.IGNORECASE,
)
_NUMBERS: Final = frozenset({"seconds", "count", "seed"})
_NUMBER: Final = re.compile(r"[0-9]{1,10}")
_SPACE: Final = re.compile(r"[^\S\n]{0,8}")
_WORD: Final = re.compile(r"[^\s,]+")
_LINK: Final = re.compile(r"\S+")
_END: Final = r"(?=[\s,]|\Z)"
_PIXELS: Final = re.compile(r"[0-9]{2,5}[ ]?[xX*][ ]?[0-9]{2,5}" + _END)
_LENGTH: Final = re.compile(r"[0-9]{1,12}[ ]?(?:seconds?|secs?|s)" + _END, re.IGNORECASE)
_MORE_SIZE: Final = re.compile(rf"[ ](?:{TIER.pattern}|{RATIO.pattern}|{PIXELS.pattern})" + _END, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text under reading: `readable` is plain, with quotations hidden; `quotes` maps where each begins to its end."""

    written: str
    readable: str
    quotes: Mapping[int, int]
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class _Found:
    """A named option and where it stands, value included."""

    given: Given
    start: int
    end: int


def take_flags(text: str, catalogue: Catalogue) -> tuple[str, list[Given]] | Problem:
    """The text without its named options, and those; the first that is wrong as a `Problem`."""
    spans = quoted_spans(text)
    found: list[_Found] = []
    for one in _find(_Text(text, masked(plain(text), spans), dict(spans), catalogue)):
        if isinstance(one, Problem):
            return one
        found.append(one)
    return (_without(text, found) if found else text), [one.given for one in found]


def _find(text: _Text) -> Iterator[_Found | Problem]:
    place = 0
    while match := _NAMED.search(text.readable, place):
        one = _read_colon(match, text) if match["flag"] is None else _read_flag(match, text)
        if one is not None:
            yield one
        place = one.end if isinstance(one, _Found) else match.end()


def _read_flag(match: re.Match[str], text: _Text) -> _Found | Problem | None:
    """`--seconds 8` or `--private`; None where it turns out to be prose."""
    option = OPTIONS.get(match["flag"].lower())
    if option is None:
        return _read_other(match, text)
    if option.name in FLAGS and not match["sign"]:
        return _Found(Given(option.name, value=True, part=match.group()), match.start(), match.end())
    space = _SPACE.match(text.readable, match.end())
    start = space.end() if space else match.end()
    end = _value_end(option.name, start, text)
    if end == start or (text.readable.startswith("--", start) and not match["sign"]):
        return Problem(kind=ProblemKind.MISSING_VALUE, part=f"--{option.name}", option=option.name)
    return _valued(option.name, (match.start(), start, end), text)


def _read_colon(match: re.Match[str], text: _Text) -> _Found | Problem | None:
    """`seconds:8`. What is followed by a space counts only where it can hardly be prose."""
    name, start = match["name"].lower(), match.end()
    end = _value_end(name, start, text)
    if end == start:
        return _bare_flag(name, match, text)
    if match["gap"] and not (_is_last(end, text) and _is_clear(name, text.readable[start:end])):
        return None
    return _valued(name, (match.start(), start, end), text)


def _is_clear(name: str, value: str) -> bool:
    """Whether a value could stand without the option's name, or is a number where one is wanted."""
    given = bare(value)
    return (given is not None and given.name == name) or (name in _NUMBERS and _NUMBER.fullmatch(value) is not None)


def _bare_flag(name: str, match: re.Match[str], text: _Text) -> _Found | None:
    """`private:` with nothing after it."""
    if name not in FLAGS or not _is_last(match.end(), text):
        return None
    return _Found(Given(name, value=True, part=match.group()), match.start(), match.end())


def _is_last(end: int, text: _Text) -> bool:
    """Whether the text, the line or the clause ends here."""
    return text.readable[end : end + 8].lstrip(" ")[:1] in ("", ",", "\n")


def _read_other(match: re.Match[str], text: _Text) -> _Found | Problem | None:
    """`--portrait` and `--8s` are forgiven; another name after two dashes is a slip, after a long dash it is prose."""
    word = _WORD.match(text.readable, match.start("flag"))
    if word and (given := bare(word.group())):
        return _Found(given, match.start(), word.end())
    return _unknown(match["flag"]) if match["dashes"] == "--" else None


def _unknown(name: str) -> Problem:
    aliases = {f"--{alias}": f"--{option.name}" for alias, option in OPTIONS.items()}
    meant = nearest(f"--{name}", tuple(aliases), 0.6)
    return Problem(
        kind=ProblemKind.UNKNOWN_OPTION,
        part=shortened(f"--{name}"),
        allowed=tuple(f"--{option}" for option in _NAMES),
        nearest=aliases[meant] if meant else None,
    )


def _value_end(name: str, start: int, text: _Text) -> int:
    """Where the value ends that begins at `start`."""
    if start in text.quotes:
        return text.quotes[start]
    if name == "size":
        return _size_end(text.readable, start)
    match = _LENGTH.match(text.readable, start) if name == "seconds" else None
    match = match or (_LINK if name == "image" else _WORD).match(text.readable, start)
    return match.end() if match else start


def _size_end(readable: str, start: int) -> int:
    """A size can be two words, `portrait 720p`, or pixels written apart."""
    match = _PIXELS.match(readable, start) or _WORD.match(readable, start)
    if match is None:
        return start
    more = _MORE_SIZE.match(readable, match.end())
    first, second = size_piece(match.group()), size_piece(more.group().strip()) if more else None
    fits = first is not None and second is not None and merged(first, second) is not None
    return more.end() if more and fits else match.end()


def _valued(name: str, places: tuple[int, int, int], text: _Text) -> _Found | Problem:
    begin, start, end = places
    is_quoted = start in text.quotes
    written = text.written[start + 1 : end - 1] if is_quoted else text.written[start:end]
    value = read_value(name, written, text.catalogue)
    return value if isinstance(value, Problem) else _Found(Given(name, value, written), begin, end)


def _without(text: str, found: Sequence[_Found]) -> str:
    """The text without these options. Of the separators around a gap one side stays, so that words stay apart."""
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(text)]
    pieces = _tidied([text[end:start] for end, start in zip(ends, starts, strict=True)])
    kept = [piece for piece in pieces if piece.strip(SEPARATORS)]
    if not kept:
        return ""
    parts = [kept[0].rstrip(SEPARATORS) if kept[0] is pieces[0] else kept[0].strip(SEPARATORS)]
    for before, after in pairwise(kept):
        parts += _gap(before, after), after.strip(SEPARATORS)
    last = kept[-1]
    return "".join(parts) + (last[len(last.rstrip(SEPARATORS)) :] if last is pieces[-1] else "")


def _tidied(pieces: list[str]) -> list[str]:
    """The pieces without courtesy after an option at the end, and without dashes that led to such options."""
    if not is_courtesy(plain(pieces[-1])) or not any(piece.strip(SEPARATORS) for piece in pieces[:-1]):
        return pieces
    for last in range(len(pieces) - 2, -1, -1):
        words = words_of(plain(pieces[last]))
        if left := before_dashes(words, len(words)):
            return [*pieces[:last], pieces[last][: words[left - 1].end]]
    return []


def _gap(before: str, after: str) -> str:
    """What stays between two pieces: the separators on the side that has a comma or a line break, else on the left."""
    left = before[len(before.rstrip(SEPARATORS)) :]
    right = after[: len(after) - len(after.lstrip(SEPARATORS))]
    return next((gap for gap in (left, right) if "," in gap or "\n" in gap), left or right)
