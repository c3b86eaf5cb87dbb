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
_REACTION: Final = re.compile(
    "[🙏👍👎👌👏🙌👋🎉🔥✨💯❤♥😀😁😂😃😄😅😆😊😍😎🙂🤔🤣🥰😉😢\ufe0f\U0001f3fb-\U0001f3ff]"
    r"|:(?:pray|\+1|-1|thumbsup|thumbsdown|ok_hand|clap|raised_hands|wave|tada|fire|sparkles|100|heart|joy|smile|grin|blush"
    r"|heart_eyes|sunglasses|slightly_smiling_face|thinking_face|smiley|laughing|sweat_smile|rofl|wink|skin-tone-\d):"
)
_SHOWN: Final = re.compile(f"{EMOJI}|[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What a video can show beside words: emoji, and the signs that stand for names."""
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
_COURTESIES: Final = _GREETINGS | _REACTIONS | {"thank", "you"}
_COMMANDS: Final = frozenset(name for spec in COMMANDS for name in (spec.name.value, *spec.aliases))
_FOR_THE_BOT: Final = _GREETINGS | _REACTIONS | _TO_REMOVE | _FILLERS | _COMMANDS
_TO_THE_BOT: Final = (
    *("how much ", "how can i ", "what can you ", "what do you ", "what are you ", "who are you ", "who made you "),
    *("are you ", "do you "),
)
"""What a question about the bot begins with, and what one about anything may, where a word of these stands in it."""
_OF_ANYTHING: Final = ("how do ", "how does ", "how many ", "how long ", "what does ")
_ABOUT_THE_BOT: Final = _COMMANDS | {
    *("you", "your", "my", "it", "this", "that", "sora", "bot", "video", "videos"),
    *("render", "renders", "work", "works", "cost", "costs", "price", "money", "left"),
}
_OFFERS: Final = ("do you want ", "do you wanna ")
_LONGEST_QUESTION: Final = 8
"""Words of a question about the bot. A longer one describes something."""


def is_talk(text: str) -> bool:
    """Whether the text is said to the bot and says nothing that a video could show. A quotation says something."""
    readable = masked(plain(text), quoted_spans(text)).replace("\0", "0").replace("’", "'").lower()
    said = _REACTION.sub(" ", readable)
    words = _WORD.findall(_SHOWN.sub(" ", said))
    shows = _SHOWN.search(said) is not None and not _COURTESIES.issuperset(words)
    is_said = bool(words) and not shows and _is_for_the_bot(words)
    return is_said or (_is_question(words) and _asks(readable))


def _is_for_the_bot(words: list[str]) -> bool:
    """Whether every word is in the set, or the id of a job. An id can look like a word, such as "sunburst"."""
    is_about_job = bool((_TO_REMOVE | _COMMANDS).intersection(words))
    return all(word in _FOR_THE_BOT or _is_job(word, is_about_job=is_about_job) for word in words)


def _is_job(word: str, *, is_about_job: bool) -> bool:
    return looks_like_job_id(word, strict=True) and (is_about_job or any(sign.isdigit() for sign in word))


def _is_question(words: list[str]) -> bool:
    """Whether it begins like a question about the bot, perhaps after a greeting, and is short."""
    asked = list(dropwhile(_GREETINGS.__contains__, words))
    begun = f"{' '.join(asked)} "
    if len(asked) > _LONGEST_QUESTION or begun.startswith(_OFFERS):
        return False
    is_about_it = not _ABOUT_THE_BOT.isdisjoint(asked)
    return begun.startswith(_TO_THE_BOT) or (is_about_it and begun.startswith(_OF_ANYTHING))


def _asks(text: str) -> bool:
    """Whether it ends in a question mark, perhaps with courtesy after it."""
    return any(end.rstrip().endswith("?") for end in (text, without_courtesy_after(text)))
