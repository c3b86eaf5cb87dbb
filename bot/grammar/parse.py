"""Text to command. Whatever is not clearly another command is the prompt of a video."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.commands import (
    COMMANDS,
    SANDBOX_TOPIC,
    Again,
    Cancel,
    Command,
    CommandName,
    Create,
    Help,
    History,
    Models,
    Problem,
    ProblemKind,
    Queue,
    Quota,
    Remix,
    Status,
    looks_like_job_id,
    to_job_id,
)
from bot.commands.admin import Admin, AdminName
from bot.domain.catalogue import Catalogue
from bot.grammar.courtesy import without_courtesy_after, without_courtesy_before
from bot.grammar.flags import take_flags
from bot.grammar.form import to_history
from bot.grammar.nearest import nearly, shortened
from bot.grammar.options import Taken, only_options, take_options
from bot.grammar.plain import plain
from bot.grammar.resolve import own_problem, resolve
from bot.grammar.talk import is_talk

_ADDRESS: Final = re.compile(r"\s*(?:[/@]?sora(?=[\s,:]|\Z)[\s,:]*)?", re.IGNORECASE)
_NAME: Final = re.compile(r"/?([a-z]+|\?)(?=[\s,:.!?\"“„«]|\Z)[ \t\u00a0]*[,:]?\s*", re.IGNORECASE)
_PROMPT_NAME: Final = re.compile(r"(?:--prompt[ =:]|prompt:)\s*", re.IGNORECASE)
_JOB_NAME: Final = re.compile(r"(?:--job[ =:]|job:|job |video )\s*", re.IGNORECASE)
_NAMES: Final = {
    "?": CommandName.HELP,
    **{name: spec.name for spec in COMMANDS for name in (spec.name.value, *spec.aliases)},
}
_PAGE: Final = re.compile(r"(?:page ?|page:|--page[ =])?([0-9]{1,3})")
_ADMIN: Final = re.compile(r"/?(?:sora-)?admin(?![\w'-])[\s,:]*", re.IGNORECASE)
_ADMIN_NAMES: Final = tuple(name.value for name in AdminName)
_ALONE: Final[Mapping[CommandName, Command]] = {
    CommandName.STATUS: Status(),
    CommandName.QUEUE: Queue(),
    CommandName.HISTORY: History(),
    CommandName.QUOTA: Quota(),
    CommandName.MODELS: Models(),
    CommandName.HELP: Help(),
}
_PUNCTUATION: Final = " \t\r\n.,:;!?…"
_COMMANDS: Final = tuple(name.value for name in CommandName)


def parse(text: str, catalogue: Catalogue, *, is_called: bool = False, has_picture: bool = False) -> Command | Problem:
    """What the text asks for, or the one thing to put right. Never raises.

    A command with a job counts only with something that looks like a job's id; one without, only alone. So "cancel
    culture, a play" and "help me fly" are prompts. What is nearly a command, alone or with nothing but a job's id, is
    asked about; so is `cancel` or `status` with an id and more. What begins with "admin" never is a prompt: a slip
    there is too near to a command that everybody would see the outcome of. Courtesy around a command does not matter,
    and small talk is asked about, where neither the word `create` nor a picture beside it makes a prompt of it. An
    empty text asks for help. `is_called`: what calls the bot was taken off; a prompt may begin with its name.
    """
    text = text if is_called else _from(_ADDRESS, text)
    return (
        _command(text, catalogue)
        or _courteous(text, catalogue)
        or (None if has_picture else _not_a_video(text, catalogue))
        or _create(text, catalogue)
    )


def _command(text: str, catalogue: Catalogue) -> Command | Problem | None:
    """The command that the text is; None for a prompt."""
    if admin := _ADMIN.match(plain(text)):
        return _admin(text[admin.end() :])
    if not text.strip(_PUNCTUATION):
        return Help()
    name, rest = _name(text)
    match name:
        case CommandName.CREATE:
            return _create(rest, catalogue)
        case CommandName.REMIX:
            return _remix(rest, catalogue)
        case CommandName.AGAIN | CommandName.CANCEL | CommandName.STATUS:
            return _about_job(name, rest, catalogue)
        case None:
            return _slip(text)
        case _:
            return _alone(name, rest, catalogue)


def _courteous(text: str, catalogue: Catalogue) -> Command | Problem | None:
    """The command that "please" and the like stand around. A prompt after it stays as it was written."""
    begun = without_courtesy_before(text)
    whole = without_courtesy_after(begun)
    has_prompt = _name(begun)[0] in (CommandName.CREATE, CommandName.REMIX)
    for left in (begun, whole) if has_prompt else (whole,):
        found = _command(left, catalogue) if left not in ("", text) else None
        if found is not None:
            return found
    return None


def _not_a_video(text: str, catalogue: Catalogue) -> Problem | None:
    """Small talk, unless an option is named in it. The last words of "how much is 8s?" are no wish."""
    if not is_talk(text):
        return None
    taken = take_flags(text, catalogue)
    if isinstance(taken, Problem) or taken[1]:
        return None
    return Problem(kind=ProblemKind.NOT_A_VIDEO, part=shortened(text))


def _from(pattern: re.Pattern[str], text: str) -> str:
    """The text after what the pattern finds at its start."""
    match = pattern.match(plain(text))
    return text[match.end() :] if match else text


def _name(text: str) -> tuple[CommandName | None, str]:
    match = _NAME.match(plain(text))
    name = _NAMES.get(match[1].lower()) if match else None
    return name, text[match.end() :] if match and name else text


def _admin(words: str) -> Admin | Problem:
    name = " ".join(plain(words).lower().split()).rstrip(_PUNCTUATION)
    if name in _ADMIN_NAMES:
        return Admin(AdminName(name))
    return Problem(kind=ProblemKind.UNKNOWN_ADMIN, part=shortened(words.strip(_PUNCTUATION)), allowed=_ADMIN_NAMES)


def _create(text: str, catalogue: Catalogue) -> Create | Problem:
    taken = take_options(_from(_PROMPT_NAME, text), catalogue)
    if isinstance(taken, Problem):
        return taken
    command = Create(prompt=taken.prompt, **taken.fields)
    checked = resolve(command, catalogue)
    return _as_written(checked, taken) if isinstance(checked, Problem) else command


def _as_written(found: Problem, taken: Taken) -> Problem:
    """The problem with its part in the words of the person."""
    return replace(found, part=shortened(taken.written[found.option])) if found.option in taken.written else found


def _remix(rest: str, catalogue: Catalogue) -> Remix | Problem | None:
    """Its wishes are checked against the catalogue with the earlier video's: `bot.grammar.remix`. None for a prompt."""
    if not rest.strip(_PUNCTUATION):
        return _no_job(CommandName.REMIX)
    job, _, rest = _split(_from(_JOB_NAME, rest))
    if not looks_like_job_id(job, strict=True):
        return None
    taken = take_options(_from(_PROMPT_NAME, rest), catalogue)
    if isinstance(taken, Problem):
        return taken
    problem = own_problem(Create(prompt=taken.prompt, **taken.fields))
    if problem is not None:
        return _as_written(problem, taken)
    return Remix(job_id=to_job_id(job), prompt=taken.prompt, **taken.fields)


def _split(text: str) -> tuple[str, str, str]:
    """The first word, what divides it from the rest, and the rest."""
    match = re.match(r"([^\s,:]+)([\s,:]*)", text)
    return (match[1], match[2], text[match.end() :]) if match else ("", "", text)


def _about_job(name: CommandName, rest: str, catalogue: Catalogue) -> Command | Problem | None:
    """The command with its job, or alone; None for a prompt."""
    if not rest.strip(_PUNCTUATION):
        return _ALONE.get(name) or _no_job(name)
    job, _, more = _split(_from(_JOB_NAME, rest))
    if not looks_like_job_id(job, strict=bool(more)):
        return None
    if more.strip(_PUNCTUATION):
        return _no_options(more, catalogue) if name is CommandName.AGAIN else _only_job(name, job, more)
    job_id = to_job_id(job)
    if name is CommandName.STATUS:
        return Status(job_id)
    return Again(job_id) if name is CommandName.AGAIN else Cancel(job_id)


def _no_options(more: str, catalogue: Catalogue) -> Problem | None:
    """`again k7m2qx9d 8s` asks for something else than the same video; with other words it is a prompt."""
    if only_options(more, catalogue) is None:
        return None
    return Problem(kind=ProblemKind.NO_OPTIONS, part=shortened(more), option=CommandName.AGAIN.value)


def _only_job(name: CommandName, job: str, more: str) -> Problem:
    """`cancel k7m2qx9d please`: whoever writes an id after such a word hardly wants a video of it."""
    part = shortened(more.strip(_PUNCTUATION))
    return Problem(kind=ProblemKind.ONLY_JOB, part=part, option=name.value, allowed=(to_job_id(job),))


def _no_job(name: CommandName) -> Problem:
    return Problem(kind=ProblemKind.NO_JOB, part=name.value, option=name.value)


def _alone(name: CommandName, rest: str, catalogue: Catalogue) -> Command | None:
    """A command that takes nothing, alone or with options that do not matter to it; None for a prompt."""
    topic = rest.strip(_PUNCTUATION).lower()
    if name is CommandName.HELP and topic == SANDBOX_TOPIC:
        return Help(SANDBOX_TOPIC)
    if name is CommandName.HELP and topic in _NAMES:
        return Help(_NAMES[topic])
    if name is CommandName.HISTORY and (page := _PAGE.fullmatch(topic)):
        return to_history(page[1])
    is_alone = not topic or (rest.lstrip().startswith("--") and only_options(rest, catalogue) is not None)
    return _ALONE[name] if is_alone else None


def _slip(text: str) -> Problem | None:
    """What is nearly a command and nothing else: a question is free, a video of a slip of the pen is not."""
    word, _, rest = _split(text.strip(_PUNCTUATION))
    word = word.strip(_PUNCTUATION)
    meant = nearly(word, _COMMANDS) if word.isalpha() and 4 <= len(word) <= 12 else None
    with_it = _what_follows(meant, rest) if meant and rest else ""
    if meant is None or with_it is None:
        return None
    part, whole = f"{word} {shortened(rest)}".rstrip(), f"{meant} {with_it}".rstrip()
    return Problem(kind=ProblemKind.UNKNOWN_COMMAND, part=part, allowed=_COMMANDS, nearest=whole)


def _what_follows(meant: str, rest: str) -> str | None:
    """The id or the page that a command is written with; None for anything else, which makes a prompt of it all."""
    if meant == CommandName.HISTORY and (page := _PAGE.fullmatch(rest.lower())):
        return page[1]
    job, _, more = _split(_from(_JOB_NAME, rest))
    return to_job_id(job) if looks_like_job_id(job, strict=True) and not more else None
