"""What is wrong with a command, as a value: `bot.texts.problem` makes the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """What people can get wrong."""

    NO_PROMPT = "no_prompt"
    PROMPT_TOO_LONG = "prompt_too_long"  # part: its length, allowed: the longest
    NO_JOB = "no_job"  # part: the command that needs one
    NO_OPTIONS = "no_options"  # option: the command that takes none
    ONLY_JOB = "only_job"  # option: the command that takes nothing else, part: what else was written, allowed: the job
    UNKNOWN_COMMAND = "unknown_command"  # nearly one, alone or with its job or page; nearest: all of what was meant
    NOT_A_VIDEO = "not_a_video"  # part: small talk, which nobody would want to pay for
    UNKNOWN_ADMIN = "unknown_admin"  # part: what stands after "admin", perhaps nothing
    UNKNOWN_OPTION = "unknown_option"
    MISSING_VALUE = "missing_value"
    GIVEN_TWICE = "given_twice"  # part: the second value, allowed: the first
    BAD_NUMBER = "bad_number"
    BAD_FLAG = "bad_flag"
    BAD_LINK = "bad_link"
    UNKNOWN_MODEL = "unknown_model"
    SEVERAL_MODELS = "several_models"  # part of the names of several
    UNKNOWN_SIZE = "unknown_size"
    NO_SUCH_SECONDS = "no_such_seconds"
    NO_SUCH_SIZE = "no_such_size"
    NO_SUCH_SET = "no_such_set"  # each wish can be had, but not all together; part and allowed: the one to give up
    NO_IMAGES = "no_images"
    NO_SEED = "no_seed"
    NO_MODELS = "no_models"  # the catalogue is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to put right.

    `part` is the offending part as written (shortened), `option` the option it belongs to, `allowed` what could stand
    there, in words people can type, `nearest` the one of them that looks meant. `model` is whose limits these are, and
    `elsewhere` the models that would take the request as it stands.
    """

    kind: ProblemKind
    part: str = ""
    option: str = ""
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    model: str = ""
    elsewhere: tuple[str, ...] = ()
