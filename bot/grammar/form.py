"""From the fields of a form or a slash command to a command; values are written as in the text form."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import (
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
    command_spec,
    to_job_id,
)
from bot.commands.table import MAX_PAGE
from bot.domain.catalogue import Catalogue
from bot.domain.job import JobId
from bot.grammar.forms import Given
from bot.grammar.options import WishFields, to_fields
from bot.grammar.resolve import own_problem
from bot.grammar.values import read_value


def from_options(name: CommandName, values: Mapping[str, object], catalogue: Catalogue) -> Command | Problem:
    """The command of this name with these values, keyed by the names in the command table.

    The prompt is taken as it is; None and empty values were not given; a job is checked only for being there. `Create`
    is not checked against the catalogue as a whole: `resolve` does that when it is known whether a picture came along.
    """
    given = {key: str(value) for key, value in values.items() if value is not None and str(value).strip()}
    job = to_job_id(given["job"]) if "job" in given else None
    match name:
        case CommandName.CREATE | CommandName.REMIX:
            return _video(name, job, given, catalogue)
        case CommandName.STATUS:
            return Status(job)
        case CommandName.AGAIN | CommandName.CANCEL:
            return _on_job(name, job)
        case CommandName.HISTORY:
            return to_history(given.get("page", ""))
        case _:
            return _plain(name, given.get("topic"))


def to_history(page: str) -> History:
    """The page of the history that a text names; the first where it names none there can be."""
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    return History(min(max(1, number), MAX_PAGE))


def _video(
    name: CommandName, job: JobId | None, given: Mapping[str, str], catalogue: Catalogue
) -> Create | Remix | Problem:
    if name is CommandName.REMIX and job is None:
        return _no_job(name)
    fields = _fields(name, given, catalogue)
    if isinstance(fields, Problem):
        return fields
    create = Create(prompt=given.get("prompt", ""), **fields)
    problem = own_problem(create)
    if problem is not None or job is None:
        return create if problem is None else problem
    return Remix(job_id=job, prompt=create.prompt, **fields)


def _fields(name: CommandName, given: Mapping[str, str], catalogue: Catalogue) -> WishFields | Problem:
    read: list[Given] = []
    for option in command_spec(name).options:
        if option.name not in given or option.name in ("prompt", "job"):
            continue
        value = read_value(option.name, given[option.name], catalogue)
        if isinstance(value, Problem):
            return value
        read.append(Given(option.name, value, given[option.name]))
    return to_fields(read)


def _on_job(name: CommandName, job: JobId | None) -> Again | Cancel | Problem:
    if job is None:
        return _no_job(name)
    return Again(job) if name is CommandName.AGAIN else Cancel(job)


def _no_job(name: CommandName) -> Problem:
    return Problem(kind=ProblemKind.NO_JOB, part=name.value, option=name.value)


def _plain(name: CommandName, topic: str | None) -> Command:
    match name:
        case CommandName.QUEUE:
            return Queue()
        case CommandName.QUOTA:
            return Quota()
        case CommandName.MODELS:
            return Models()
        case _:
            return Help(topic)
