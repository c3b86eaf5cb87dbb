"""Every command and option, defined once: names, one-line descriptions, kinds, choices, aliases and examples."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.catalogue import Catalogue
from bot.domain.video import ModelName


class CommandName(StrEnum):
    """The word after `/sora` or `@sora`."""

    CREATE = "create"
    REMIX = "remix"
    AGAIN = "again"
    STATUS = "status"
    QUEUE = "queue"
    CANCEL = "cancel"
    HISTORY = "history"
    QUOTA = "quota"
    MODELS = "models"
    HELP = "help"


class OptionKind(StrEnum):
    """What an option takes."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    FLAG = "flag"
    IMAGE = "image"
    JOB = "job"


class ChoiceSource(StrEnum):
    """Choices that depend on what the catalogue offers."""

    SIZES = "sizes"
    SECONDS = "seconds"
    MODELS = "models"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it is called, and the value the text form understands too."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option. `minimum` and `maximum` bound an integer, or the number of choices' own values."""

    name: str
    description: str
    kind: OptionKind
    required: bool = False
    choices: ChoiceSource | tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """One command. Its options come in the order people give them, required ones first."""

    name: CommandName
    description: str
    options: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


SANDBOX_TOPIC: Final = "sandbox"
"""A topic of `help` that is there while the bot works with a stand-in instead of a provider."""

MAX_COUNT: Final = 4
MAX_PAGE: Final = 999
MAX_SEED: Final = 2**31 - 1

_PROMPT: Final = Option(
    name="prompt", description="What the video shows, in your own words", kind=OptionKind.TEXT, required=True
)
_WISHES: Final = (
    Option(
        name="size",
        description="Shape and sharpness, such as portrait, 16:9, 720p or 1280x720",
        kind=OptionKind.CHOICE,
        choices=ChoiceSource.SIZES,
        aliases=("shape", "aspect", "ar", "ratio", "resolution"),
    ),
    Option(
        name="seconds",
        description="How long the video is",
        kind=OptionKind.CHOICE,
        choices=ChoiceSource.SECONDS,
        aliases=("duration", "length", "sec"),
    ),
    Option(
        name="model",
        description="Which model makes it",
        kind=OptionKind.CHOICE,
        choices=ChoiceSource.MODELS,
    ),
    Option(
        name="image",
        description="A picture the video starts from",
        kind=OptionKind.IMAGE,
        aliases=("img", "reference"),
    ),
    Option(
        name="count",
        description="How many videos of the same prompt",
        kind=OptionKind.INTEGER,
        aliases=("n", "videos"),
        minimum=1,
        maximum=MAX_COUNT,
    ),
    Option(
        name="seed",
        description="A number that makes a result repeatable, where the model can",
        kind=OptionKind.INTEGER,
        minimum=0,
        maximum=MAX_SEED,
    ),
    Option(name="private", description="Show it to you alone", kind=OptionKind.FLAG),
    Option(name="pad", description="Put borders around the picture instead of cropping it", kind=OptionKind.FLAG),
)


def _job(description: str, *, required: bool = True) -> Option:
    return Option(name="job", description=description, kind=OptionKind.JOB, required=required)


COMMANDS: Final = (
    CommandSpec(
        name=CommandName.CREATE,
        description="Make a video",
        options=(_PROMPT, *_WISHES),
        examples=("create a red kite over the sea, 8s portrait", 'create "a clock that shows 16:9" --model pro'),
    ),
    CommandSpec(
        name=CommandName.REMIX,
        description="Make a video like an earlier one, with a new prompt",
        options=(_job("The video to start from"), _PROMPT, *_WISHES),
        examples=("remix k7m2qx9d the same kite at night",),
    ),
    CommandSpec(
        name=CommandName.AGAIN,
        description="Make the same video once more",
        options=(_job("The video to repeat"),),
        aliases=("repeat", "retry"),
        examples=("again k7m2qx9d",),
    ),
    CommandSpec(
        name=CommandName.STATUS,
        description="How your videos are coming along",
        options=(_job("One video; leave it out for all unfinished ones", required=False),),
        examples=("status", "status k7m2qx9d"),
    ),
    CommandSpec(
        name=CommandName.QUEUE, description="What is waiting and being made", aliases=("q",), examples=("queue",)
    ),
    CommandSpec(
        name=CommandName.CANCEL,
        description="Stop a video you asked for",
        options=(_job("The video to stop"),),
        aliases=("stop",),
        examples=("cancel k7m2qx9d",),
    ),
    CommandSpec(
        name=CommandName.HISTORY,
        description="Your last videos",
        options=(
            Option(
                name="page",
                description="Older ones: the second page, the third",
                kind=OptionKind.INTEGER,
                minimum=1,
                maximum=MAX_PAGE,
            ),
        ),
        examples=("history", "history 2"),
    ),
    CommandSpec(
        name=CommandName.QUOTA, description="What you may still make, and when it starts anew", examples=("quota",)
    ),
    CommandSpec(
        name=CommandName.MODELS,
        description="The models, with their sizes, lengths and prices",
        aliases=("model",),
        examples=("models",),
    ),
    CommandSpec(
        name=CommandName.HELP,
        description="How to talk to the bot",
        options=(
            Option(
                name="topic",
                description="One command to explain",
                kind=OptionKind.CHOICE,
                choices=tuple(Choice(name, name) for name in CommandName),
            ),
        ),
        examples=("help", "help create"),
    ),
)


def command_spec(name: CommandName) -> CommandSpec:
    """The row of one command."""
    return next(spec for spec in COMMANDS if spec.name is name)


def choices_for(option: Option, catalogue: Catalogue, model: ModelName | None = None) -> tuple[Choice, ...]:
    """What an option offers, for one model or for all together, in order of preference; empty where it is free."""
    if isinstance(option.choices, tuple):
        return option.choices
    offers = catalogue.for_model(model) if model is not None else catalogue.offers
    match option.choices:
        case ChoiceSource.MODELS:
            titles = {offer.model: offer.title for offer in reversed(catalogue.offers)}
            return tuple(Choice(titles[name], name) for name in catalogue.models())
        case ChoiceSource.SECONDS:
            lengths = sorted({seconds for offer in offers for seconds in offer.seconds})
            return tuple(Choice(f"{seconds} s", str(seconds)) for seconds in lengths)
        case ChoiceSource.SIZES:
            sizes = {str(shape): size for offer in reversed(offers) for shape, size in offer.shapes.items()}
            shapes = dict.fromkeys(str(shape) for offer in offers for shape in offer.shapes)
            return tuple(Choice(f"{shape} ({sizes[shape]})", shape) for shape in shapes)
