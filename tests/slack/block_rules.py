"""What Slack takes in messages and views, by its documented limits. https://docs.slack.dev/reference/block-kit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.slack.element_rules import FIELDS, PRESSABLE, element_problems, image_problems
from tests.slack.rich_rules import rich_problems
from tests.slack.text_rules import additional, count, everything, objects, plain, text, within
from tests.slack.told import Json

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_CHARACTERS: Final = 12_000
"""Of all texts of a message: not documented (slackapi/bolt-js#2509)."""

KEYS: Final[Mapping[str, set[str]]] = {
    "actions": {"elements"},
    "context": {"elements"},
    "divider": set(),
    "header": {"text"},
    "image": {"image_url", "slack_file", "alt_text", "title"},
    "input": {"label", "element", "dispatch_action", "hint", "optional"},
    "markdown": {"text"},
    "rich_text": {"elements"},
    "section": {"text", "fields", "accessory", "expand"},
}
"""What each block may have beside its type and id."""

IN_MESSAGES: Final = set(KEYS) - {"input"}
IN_VIEWS: Final = set(KEYS) - {"markdown"}

_OF_VIEWS: Final = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_OF_MODALS: Final = {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
"""A page has none of these: slackapi/java-slack-sdk#277."""


def message_problems(blocks: Any) -> list[str]:
    """Why Slack would refuse these blocks in a message."""
    if not isinstance(blocks, list) or not blocks:
        return ["blocks must be a list with something in it"]
    return list(_problems(blocks, MESSAGE_BLOCKS, IN_MESSAGES, FIELDS))


def view_problems(view: Json, kind: str) -> list[str]:
    """Why Slack would refuse this view as one of this kind, `modal` or `home`."""
    if view.get("type") != kind:
        return [f"a view of type {view.get('type')}, not {kind}"]
    return list(_view(view, is_modal=kind == "modal"))


def characters_in(blocks: Any) -> int:
    """How many characters there are in all texts of blocks together."""
    return sum(len(part["text"]) for part in everything(blocks) if isinstance(part.get("text"), str))


def _view(view: Json, *, is_modal: bool) -> Iterator[str]:
    yield from additional("view", view, _OF_VIEWS | _OF_MODALS if is_modal else _OF_VIEWS)
    yield from _problems(view.get("blocks"), VIEW_BLOCKS, IN_VIEWS, FIELDS if is_modal else FIELDS - {"file_input"})
    yield from within("private_metadata", view.get("private_metadata"), 3000)
    for name in ("callback_id", "external_id"):
        yield from within(name, view.get(name), 255)
    if sum(bool(part.get("focus_on_load")) for part in everything(view.get("blocks"))) > 1:
        yield "more than one element with focus_on_load"
    if is_modal:
        yield from _modal(view)


def _modal(view: Json) -> Iterator[str]:
    yield from plain("title", view.get("title"), 24)
    for name in ("submit", "close"):
        yield from plain(name, view[name], 24) if view.get(name) is not None else ()
    if any(block.get("type") == "input" for block in objects(view.get("blocks"))) and not view.get("submit"):
        yield "inputs without submit"


def _problems(blocks: Any, most: int, kinds: set[str], fields: set[str]) -> Iterator[str]:
    yield from count("blocks", blocks, most, least=0)
    for block in objects(blocks):
        kind = str(block.get("type"))
        if kind not in kinds:
            yield f"no {kind} here"
            continue
        yield from additional(kind, block, KEYS[kind] | {"type", "block_id"})
        yield from within("block_id", block.get("block_id"), 255)
        yield from _block(kind, block, fields)
    for name in ("block_id", "action_id"):
        ids = [part[name] for part in everything(blocks) if name in part]
        if len(ids) != len(set(ids)):
            yield f"the same {name} twice"


def _block(kind: str, block: Json, fields: set[str]) -> Iterator[str]:
    match kind:
        case "section":
            yield from _section(block)
        case "header":
            yield from plain("header", block.get("text"), 150)
        case "context":
            yield from _context(block)
        case "actions":
            yield from count("actions", block.get("elements"), 25)
            for element in objects(block.get("elements")):
                yield from element_problems(element, PRESSABLE)
        case "input":
            yield from _input(block, fields)
        case "image":
            yield from image_problems(block, KEYS["image"] | {"type", "block_id"})
            yield from plain("title", block["title"], 2000) if "title" in block else ()
        case "markdown":
            yield from within("markdown", block.get("text") or None, MESSAGE_CHARACTERS)
        case "rich_text":
            yield from rich_problems(block)


def _section(block: Json) -> Iterator[str]:
    if "text" in block or "fields" not in block:
        yield from text("section", block.get("text"), 3000)
    if "fields" in block:
        yield from count("fields", block["fields"], 10)
        for each in objects(block["fields"]):
            yield from text("field", each, 2000)
    if "accessory" in block:
        yield from element_problems(block["accessory"], PRESSABLE)


def _context(block: Json) -> Iterator[str]:
    yield from count("context", block.get("elements"), 10)
    for element in objects(block.get("elements")):
        if element.get("type") == "image":
            yield from element_problems(element, set())
        else:
            yield from text("context", element, 3000)


def _input(block: Json, fields: set[str]) -> Iterator[str]:
    yield from plain("label", block.get("label"), 2000)
    yield from plain("hint", block["hint"], 2000) if "hint" in block else ()
    element = block.get("element")
    yield from element_problems(element, fields) if isinstance(element, dict) else ("an input without element",)
