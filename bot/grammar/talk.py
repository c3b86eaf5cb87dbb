"""Small talk: what is said to the bot and is hardly the prompt of a video.

A prompt costs money and a question is free. So what is made of words from a small closed set alone is asked about, and
a short question about the bot, too. Words that a video can show are not in the set: "beautiful day" is a prompt.
"""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import Final

from bot.commands import COMMANDS, looks_like_job_id
from bot.grammar.courtesy import EMOJI, without_courtesy_after
from bot.grammar.plain import plain
from bot.grammar.quotes import masked, quoted_spans

_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|['-])*")
_GREETINGS: Final = frozenset(
    {"hi", "hello", "hey", "please", "pls", "plz", "ok", "okay", "so", "sorry", "thanks", "thx", "sora"}
)
_REACTIONS: Final = frozenset(
    {
        *("bye", "yes", "yep", "yeah", "no", "nope", "ty", "cool", "nice", "great", "wow", "awesome"),
        *("perfect", "sure", "lol", "test", "testing", "done", "ready"),
    }
)
_TO_REMOVE: Final = frozenset({"delete", "remove", "undo"})
_FILLERS: Final = frozenset(
    {
        *("it", "it's", "its", "this", "that", "that's", "these", "those", "me", "my", "mine", "you", "your"),
        *("i", "i'm", "we", "us", "the", "a", "an", "all", "last", "now", "one", "more", "another", "just"),
        *("video", "videos", "show", "tell", "give", "get", "make", "want", "need", "do", "does", "did"),
        *("don't", "can", "could", "will", "would", "what", "what's", "who", "how", "how's", "why", "when"),
        *("where", "which", "much", "many", "cost", "costs", "price", "prices", "is", "are", "was", "for"),
        *("very", "lot", "thank"),
    }
)
_COMMANDS: Final = frozenset(name for spec in COMMANDS for name in (spec.name.value, *spec.aliases))
_FOR_THE_BOT: Final = _GREETINGS | _REACTIONS | _TO_REMOVE | _FILLERS | _COMMANDS
_QUESTIONS: Final = tuple(
    f"{start} "
    for start in (
        *("how much", "how many", "how long", "how do", "how does", "how can i", "what can you", "what do you"),
        *("what does", "what are you", "who are you", "who made you", "are you", "do you"),
    )
)
_LONGEST_QUESTION: Final = 8
"""Words of a question about the bot. A longer one describes something."""


def is_talk(text: str) -> bool:
    """Whether the text is said to the bot and says nothing that a video could show. A quotation says something."""
    readable = masked(plain(text), quoted_spans(text)).replace("\0", "0").replace("’", "'").lower()
    words = _WORD.findall(re.sub(EMOJI, " ", readable))
    return bool(words) and (_is_for_the_bot(words) or (_is_question(words) and _asks(readable)))


def _is_for_the_bot(words: list[str]) -> bool:
    """Whether every word is in the set, or the id of a job. An id can look like a word, such as "sunburst"."""
    is_about_job = bool((_TO_REMOVE | _COMMANDS).intersection(words))
    return all(word in _FOR_THE_BOT or _is_job(word, is_about_job=is_about_job) for word in words)


def _is_job(word: str, *, is_about_job: bool) -> bool:
    return looks_like_job_id(word, strict=True) and (is_about_job or any(sign.isdigit() for sign in word))


def _is_question(words: list[str]) -> bool:
    """Whether it begins like a question about the bot, perhaps after a greeting, and is short."""
    asked = list(dropwhile(_GREETINGS.__contains__, words))
    return len(asked) <= _LONGEST_QUESTION and f"{' '.join(asked)} ".startswith(_QUESTIONS)


def _asks(text: str) -> bool:
    """Whether it ends in a question mark, perhaps with courtesy after it."""
    return any(end.rstrip().endswith("?") for end in (text, without_courtesy_after(text)))
