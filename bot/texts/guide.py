"""Help and the list of models."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import COMMANDS, SANDBOX_TOPIC, CommandSpec, Option, OptionKind
from bot.domain.catalogue import Catalogue, Offer, PriceUnit
from bot.domain.chat import Notice, Table, Tone
from bot.texts import amounts


def help_notice(topic: str | None = None, *, has_tricks: bool = False) -> Notice:
    """How to talk to the bot, or to one of its commands. `has_tricks`: a stand-in makes the videos."""
    spec = next((spec for spec in COMMANDS if topic is not None and topic == spec.name), None)
    if spec is not None:
        return _about(spec)
    text = (
        "Write what a video should show, and add what you like at the end: a length such as “8s”, a shape such as "
        "“portrait”, “16:9” or “720p”, a model as in “--model pro”, or “x2” for two videos. "
        "Put the prompt in quotes where a part of it looks like one of these."
    )
    if has_tricks:
        text += f" A stand-in makes the videos here; “help {SANDBOX_TOPIC}” lists the words that make it misbehave."
    rows = tuple((usage(spec), spec.description) for spec in COMMANDS)
    return Notice(text=text, table=Table(headings=("Write", "What it does"), rows=rows))


def tricks_notice(tricks: Mapping[str, str]) -> Notice:
    """The words in a prompt that make the stand-in misbehave, each with what happens."""
    text = (
        "Put one of these words into a prompt, such as “a red kite #429”, and see how the bot copes. “#slow=20” gives "
        "a value, “#500*3” says how often."
    )
    rows = tuple((f"#{word}", what) for word, what in tricks.items())
    return Notice(text=text, table=Table(headings=("Word", "What happens"), rows=rows))


def _about(spec: CommandSpec) -> Notice:
    examples = " or ".join(f"“{example}”" for example in spec.examples)
    text = f"{spec.description}. For example {examples}."
    if not spec.options:
        return Notice(text=text)
    rows = tuple((_option(option), option.description) for option in spec.options)
    return Notice(text=text, table=Table(headings=("Write", "What it is"), rows=rows))


def usage(spec: CommandSpec) -> str:
    """`remix JOB PROMPT`."""
    bare = [_option(option) for option in spec.options if option.kind in (OptionKind.JOB, OptionKind.TEXT)]
    return " ".join([spec.name.value, *bare])


def _option(option: Option) -> str:
    if option.kind in (OptionKind.JOB, OptionKind.TEXT):
        return option.name.upper() if option.required else f"[{option.name.upper()}]"
    return f"--{option.name}" if option.kind is OptionKind.FLAG else f"--{option.name} …"


def models_notice(catalogue: Catalogue) -> Notice:
    """The models with what each takes, first the one people get who ask for nothing."""
    if not catalogue.offers:
        return Notice(text="No model is set up yet. Ask whoever runs the bot to add a key for one.", tone=Tone.BAD)
    rows = tuple(_row(catalogue.for_model(model)) for model in catalogue.models())
    table = Table(headings=("Model", "Write", "Sizes", "Seconds", "Price"), rows=rows)
    example = catalogue.models()[-1]
    text = f"You get {catalogue.offers[0].title} unless you ask for another, as in “--model {example}”."
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
