"""Help and the list of models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.commands import COMMANDS, SANDBOX_TOPIC, CommandSpec, Option, OptionKind
from bot.domain.catalogue import Catalogue, Offer, PriceUnit
from bot.domain.chat import Notice, Table, Tone
from bot.domain.manner import WRITTEN, Manner
from bot.texts import amounts


def help_notice(
    topic: str | None = None, *, has_tricks: bool = False, can_be_private: bool = True, manner: Manner = WRITTEN
) -> Notice:
    """How to talk to the bot, or to one of its commands.

    `has_tricks`: a stand-in makes the videos. `can_be_private`: the platform can show one to one person alone.
    """
    spec = next((spec for spec in COMMANDS if topic is not None and topic == spec.name), None)
    if spec is not None:
        return _about(spec, manner)
    address = f"“{manner.before.strip()}” and " if manner.before else ""
    private = _PRIVATE if can_be_private else ""
    text = _IN_FIELDS if manner.has_fields else _IN_WORDS.format(address=address, private=private)
    if has_tricks:
        trick_help = manner.command(f"help {SANDBOX_TOPIC}")
        text += f" A stand-in makes the videos here; “{trick_help}” lists the words that make it misbehave."
    rows = tuple((usage(spec, manner), spec.description) for spec in COMMANDS)
    return Notice(text=text, table=Table(headings=("Write", "What it does"), rows=rows))


_IN_WORDS: Final = (
    "Write {address}what a video should show, and add what you like at the end: a length such as “8s”, a shape such as "
    "“portrait”, “16:9” or “720p”, a model as in “--model pro”, or “x2” for two videos.{private} "
    "Put the prompt in quotes where a part of it looks like one of these."
)
_PRIVATE: Final = " Add “--private”, and nobody else sees the video."
_IN_FIELDS: Final = (
    "Write “/sora create” and what the video should show, in your own words: the prompt is taken as it is. Length, "
    "shape, model and everything else have fields of their own. Leave the prompt out, and a form helps you to find it."
)


def tricks_notice(tricks: Mapping[str, str]) -> Notice:
    """The words in a prompt that make the stand-in misbehave, each with what happens."""
    text = (
        "Put one of these words into a prompt, such as “a red kite #429”, and see how the bot copes. “#slow=20” gives "
        "a value, “#500*3” says how often."
    )
    rows = tuple((f"#{word}", what) for word, what in tricks.items())
    return Notice(text=text, table=Table(headings=("Word", "What happens"), rows=rows))


def _about(spec: CommandSpec, manner: Manner) -> Notice:
    examples = " or ".join(f"“{manner.before}{example}”" for example in spec.examples)
    # The examples are in words; where there are fields, the fields themselves show what goes where.
    text = f"{spec.description}." if manner.has_fields else f"{spec.description}. For example {examples}."
    if not spec.options:
        return Notice(text=text)
    rows = tuple((_option(option, manner), option.description) for option in spec.options)
    heading = "Field" if manner.has_fields else "Write"
    return Notice(text=text, table=Table(headings=(heading, "What it is"), rows=rows))


def usage(spec: CommandSpec, manner: Manner = WRITTEN) -> str:
    """`remix JOB PROMPT`, or `/sora remix`."""
    if manner.has_fields:
        return manner.command(spec.name)
    bare = [_option(option, manner) for option in spec.options if option.kind in (OptionKind.JOB, OptionKind.TEXT)]
    return manner.before + " ".join([spec.name.value, *bare])


def _option(option: Option, manner: Manner) -> str:
    if manner.has_fields:
        return option.name
    if option.kind in (OptionKind.JOB, OptionKind.TEXT):
        return option.name.upper() if option.required else f"[{option.name.upper()}]"
    return f"--{option.name}" if option.kind is OptionKind.FLAG else f"--{option.name} …"


def models_notice(catalogue: Catalogue, manner: Manner = WRITTEN) -> Notice:
    """The models with what each takes, first the one people get who ask for nothing."""
    if not catalogue.offers:
        return Notice(text="No model is set up yet. Ask whoever runs the bot to add a key for one.", tone=Tone.BAD)
    rows = tuple(_row(catalogue.for_model(model)) for model in catalogue.models())
    table = Table(headings=("Model", "Write", "Sizes", "Seconds", "Price"), rows=rows)
    example = catalogue.models()[-1]
    text = f"You get {catalogue.offers[0].title} unless you ask for another, as in “{manner.option('model', example)}”."
    return Notice(text=text, table=table)


def _row(offers: tuple[Offer, ...]) -> tuple[str, ...]:
    shapes = dict.fromkeys(str(shape) for offer in offers for shape in offer.shapes)
    lengths = sorted({seconds for offer in offers for seconds in offer.seconds})
    seconds = ", ".join(map(str, lengths)) or "as the model likes"
    return offers[0].title, offers[0].model, ", ".join(shapes), seconds, price(offers[0])


def price(offer: Offer) -> str:
    """`$0.10 a second`."""
    if offer.price is None:
        return "not known"
    unit = "a second" if offer.price.unit is PriceUnit.SECOND else "a video"
    return f"{amounts.money(offer.price.microusd)} {unit}"
