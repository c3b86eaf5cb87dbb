"""The commands as values: what the use cases are handed, whichever platform it came from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.admin import Admin
from bot.domain.job import JobId
from bot.domain.video import ModelName, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeWish:
    """The shape somebody wants, as far as they said: an aspect ratio such as `"16:9"`, a tier, exact pixels."""

    aspect: str | None = None
    tier: str | None = None
    pixels: Size | None = None

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.aspect, self.tier, self.pixels) if part is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Everything about a video beside its prompt. None: whatever the model does by itself.

    `count` is the number of videos. `private`: answers and the video are for the requester's eyes, where the platform
    can. `image_of`: the job whose video ends with the picture that this one starts from. `pad`: a reference image gets
    borders instead of being cropped.
    """

    size: SizeWish | None = None
    seconds: int | None = None
    model: ModelName | None = None
    count: int = 1
    seed: int | None = None
    private: bool = False
    image_url: str | None = None
    image_of: JobId | None = None
    pad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(Wishes):
    """Make a video. Nothing is checked yet against the catalogue: `bot.grammar.resolve` does that."""

    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remix(Wishes):
    """Make a video like an earlier one with another prompt; what is not wished for stays as it was."""

    job_id: JobId
    prompt: str


@dataclass(frozen=True, slots=True)
class Again:
    """Make the same video once more."""

    job_id: JobId


@dataclass(frozen=True, slots=True)
class Status:
    """How one job is, or all unfinished ones of the person who asks."""

    job_id: JobId | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What is waiting and being made."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop a job."""

    job_id: JobId


@dataclass(frozen=True, slots=True)
class History:
    """The last videos of the person who asks, newest first; the pages count from one."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class Quota:
    """What the person who asks may still spend."""


@dataclass(frozen=True, slots=True)
class Models:
    """What there is to choose from."""


@dataclass(frozen=True, slots=True)
class Help:
    """How to talk to the bot; about one command where `topic` names it."""

    topic: str | None = None


Command = Create | Remix | Again | Status | Queue | Cancel | History | Quota | Models | Help | Admin
