"""Bare options at the start and the end of a text, and what is left between them.

Everyday words are options only where they can hardly be prose. At the start, `portrait` counts before a comma, a line
break, another option or an article ("portrait a red kite"), not in "portrait of a man"; `8 seconds` does not count
before words like "of" and "to". At the end, an option is not taken from after a word like "the" or "a" ("a house in a
landscape", "the 80s"), nor a capitalised one from a name ("Times Square"); "for 8 seconds" and "in portrait" go whole.
A shape that nothing divides from the prose counts and stays in it: "a family portrait" is upright, and shows one.
`private` counts only between commas, line breaks and other options, or at the end in brackets. At the end, a sentence
that is over and a dash that stands alone divide as a comma does, and courtesy after an option goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.grammar.courtesy import DASHES, after_dashes, before_closing, before_dashes
from bot.grammar.formatting import unmarked
from bot.grammar.forms import Given, bare_from, bare_until
from bot.grammar.plain import Word, plain, words_of

_ARTICLES: Final = frozenset({"a", "an", "the"})
_AFTER_LENGTH: Final = frozenset(
    {"of", "to", "in", "into", "from", "before", "after", "until", "till", "later", "left", "ago", "earlier", "away"}
)
_BEFORE_NOUN: Final = frozenset(
    {
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "no",
        "every",
    }
    | {"each", "of", "early", "late", "mid", "last", "next", "first", "another", "some"}
)
_BEFORE_LENGTH: Final = frozenset({"in", "within", "after", "about", "under", "over", "every", "than", "least", "most"})
_TAKES_ALONG: Final = {
    "seconds": frozenset({"for"}),
    "size": frozenset({"in", "at"}),
    "count": frozenset[str](),
    "private": frozenset[str](),
}
_SENTENCE_END: Final = ".!?;…"


def take_edges(text: str) -> tuple[str, list[Given]]:
    """The text between the bare options at its edges, and those; separators beside them go too."""
    words, readable = _read(text)
    leading, first = _leading(words, readable)
    trailing, after = _trailing(words, readable, first)
    given = [*leading, *trailing]
    if first == after:
        return ("", given) if given else (text.strip(), [])
    start = words[first].start if leading else 0
    end = words[after - 1].end if trailing else len(text)
    return text[start:end].strip() if given else text.strip(), given


def all_options(text: str) -> list[Given] | None:
    """The bare options that the text is made of, or None where it holds anything else."""
    return _all_in(*_read(text))


def _read(text: str) -> tuple[Sequence[Word], str]:
    """The words of the text, and the text as its options are read: without formatting around them."""
    readable = plain(text)
    return words_of(readable), unmarked(readable, lambda part: bool(_all_in(words_of(part), part)))


def _all_in(words: Sequence[Word], text: str) -> list[Given] | None:
    given: list[Given] = []
    place = 0
    end = before_closing(words, len(words))
    while place < (end if given else len(words)):
        found = bare_from(words, text, after_dashes(words, place))
        if found is None:
            return None
        given.append(found[0])
        place = found[1]
    return given


def _leading(words: Sequence[Word], text: str) -> tuple[list[Given], int]:
    """The options at the start, and the first word after them."""
    run: list[tuple[Given, int]] = []
    place = 0
    while found := bare_from(words, text, place):
        place = after_dashes(words, found[1])
        run.append((found[0], place))
    while run and not _counts_before(run[-1][0], words, text, run[-1][1]):
        run.pop()
    return [given for given, _after in run], run[-1][1] if run else 0


def _counts_before(given: Given, words: Sequence[Word], text: str, after: int) -> bool:
    """Whether an option at the start counts, seen what follows it."""
    if after == len(words) or _divided(words, text, after) or words[after - 1].text in DASHES:
        return True
    if given.name == "private":
        return False
    if words[after - 1].text.endswith(":"):
        return True
    follower = words[after].text.lower()
    if given.is_aspect_word:
        return follower in _ARTICLES or follower[0] in '"“„«'
    return follower not in _AFTER_LENGTH


def _trailing(words: Sequence[Word], text: str, first: int) -> tuple[list[Given], int]:
    """The options at the end, in the order they stand, and the word after what is left before them."""
    given: list[Given] = []
    after = begun = len(words)
    while after > first and (found := bare_until(words, text, before_closing(words, after))):
        option, start = found
        if start < first or not _counts_after(option, words, text, start, first):
            break
        takes_along = start > first + 1 and not _divided(words, text, start)
        along = takes_along and words[start - 1].text.lower() in _TAKES_ALONG[option.name]
        is_beside = bool(given) and not _ended(words, text, begun)
        if not (along or is_beside) and _is_prose_too(option, words, text, start, first):
            weak = replace(option, is_weak=True)
            return (given, after) if _is_place(option) else ([weak, *given], before_closing(words, after))
        given.insert(0, option)
        begun = start - 1 if along else start
        after = max(before_dashes(words, begun), first)
    return given, after


def _counts_after(given: Given, words: Sequence[Word], text: str, start: int, first: int) -> bool:
    """Whether an option at the end counts, seen what stands before it."""
    if start == first or _ended(words, text, start):
        return True
    if given.name == "private":
        return not given.is_private_word or _follows_option(words, text, start, first)
    leader = words[start - 1].text.lower()
    if leader in _BEFORE_NOUN or (given.name == "seconds" and leader in _BEFORE_LENGTH):
        return False
    return not (given.is_aspect_word and given.part.istitle())


def _is_prose_too(given: Given, words: Sequence[Word], text: str, start: int, first: int) -> bool:
    """Whether it may be what the video shows, as in "a family portrait": it says how, and stays where it stands."""
    if not given.is_aspect_word or start == first or _ended(words, text, start):
        return False
    return not _follows_option(words, text, start, first)


def _is_place(given: Given) -> bool:
    """Whether in a sentence it is a place in a town, and no shape at all."""
    return given.part.lower() == "square"


def _follows_option(words: Sequence[Word], text: str, start: int, first: int) -> bool:
    """Whether another option stands just before: the word in "8s private"."""
    found = bare_until(words, text, start)
    if found is None or found[1] < first or found[0].name == "private":
        return False
    return _counts_after(found[0], words, text, found[1], first)


def _ended(words: Sequence[Word], text: str, place: int) -> bool:
    """Whether something is over before this word: divided from it, or by the end of a sentence or a dash alone."""
    before = words[place - 1].text
    return _divided(words, text, place) or before[-1] in _SENTENCE_END or before in DASHES


def _divided(words: Sequence[Word], text: str, place: int) -> bool:
    """Whether a comma or a line break stands before this word."""
    gap = text[words[place - 1].end : words[place].start]
    return "," in gap or "\n" in gap
