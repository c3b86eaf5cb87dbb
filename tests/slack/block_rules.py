"""What Slack takes in messages and views, by its documented limits. https://docs.slack.dev/reference/block-kit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.slack.told import Json

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_CHARACTERS: Final = 12_000
"""Of all texts of a message: not documented (slackapi/bolt-js#2509)."""

IN_MESSAGES: Final = frozenset({"actions", "context", "divider", "header", "image", "rich_text", "section", "markdown"})
IN_VIEWS: Final = frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section"})
ELEMENTS: Final = frozenset({"button", "static_select", "conversations_select", "checkboxes", "radio_buttons", "image"})
INPUTS: Final = frozenset(
    {"plain_text_input", "static_select", "conversations_select", "checkboxes", "radio_buttons", "file_input"}
)


def message_problems(blocks: Any) -> list[str]:
    """Why Slack would refuse these blocks in a message."""
    if not isinstance(blocks, list):
        return ["blocks must be a list"]
    return list(_problems(blocks, MESSAGE_BLOCKS, IN_MESSAGES))


def view_problems(view: Json, kind: str) -> list[str]:
    """Why Slack would refuse this view."""
    problems = list(_problems(view.get("blocks") or [], VIEW_BLOCKS, IN_VIEWS))
    if view.get("type") != kind:
        problems.append(f"a view of type {view.get('type')}")
    problems += _too_long("private_metadata", view.get("private_metadata", ""), 3000)
    problems += _too_long("callback_id", view.get("callback_id", ""), 255)
    if kind == "modal":
        problems += _plain("title", view.get("title"), 24)
        for name in ("submit", "close"):
            problems += _plain(name, view[name], 24) if view.get(name) is not None else []
        if any(block["type"] == "input" for block in view.get("blocks", ())) and not view.get("submit"):
            problems.append("inputs without submit")
    return problems


def _problems(blocks: list[Json], most: int, kinds: frozenset[str]) -> Iterator[str]:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    for block in blocks:
        if block.get("type") not in kinds:
            yield f"no {block.get('type')} here"
        yield from _too_long("block_id", block.get("block_id", ""), 255)
        yield from _block(block)
    for name in ("block_id", "action_id"):
        ids = [part[name] for part in everything(blocks) if name in part]
        if len(ids) != len(set(ids)):
            yield f"the same {name} twice"


def _block(block: Json) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield from _text("section", block.get("text"), 3000)
            if "accessory" in block:
                yield from _element(block["accessory"])
        case "header":
            yield from _plain("header", block.get("text"), 150)
        case "context":
            yield from _count("context", block.get("elements"), 10)
            for element in block.get("elements", ()):
                if element.get("type") != "image":
                    yield from _text("context", element, 3000)
        case "actions":
            yield from _count("actions", block.get("elements"), 25)
            for element in block.get("elements", ()):
                yield from _element(element)
        case "input":
            yield from _plain("label", block.get("label"), 2000)
            yield from _plain("hint", block["hint"], 2000) if "hint" in block else ()
            yield from _input(block.get("element") or {})
        case "image":
            yield from _image(block)
        case "rich_text":
            yield from _count("rich_text", block.get("elements"), 1000)
            yield from _rich(block)


def _rich(block: Json) -> Iterator[str]:
    for part in block.get("elements", ()):
        if part["type"] == "rich_text_list":
            yield from _count("list", part.get("elements"), 1000)
        sections = part["elements"] if part["type"] == "rich_text_list" else [part]
        for section in sections:
            yield from _count(part["type"], section.get("elements"), 1000)
            for element in section.get("elements", ()):
                if element["type"] == "text" and not element.get("text"):
                    yield "an empty text"
                if element["type"] == "link" and not str(element.get("url", "")).startswith(("http://", "https://")):
                    yield "a link without an address"


def _element(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if kind not in ELEMENTS:
        yield f"no element {kind}"
    if kind == "image":
        yield from _image(element)
        return
    yield from _too_long("action_id", element.get("action_id", "x"), 255)
    if kind == "button":
        yield from _plain("button", element.get("text"), 75)
        yield from _too_long("value", element.get("value", ""), 2000)
        yield from _too_long("url", element.get("url", ""), 3000)
        if element.get("style", "primary") not in ("primary", "danger"):
            yield f"style {element['style']}"
    elif kind == "static_select":
        yield from _options(element)


def _input(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if kind not in INPUTS:
        yield f"no input {kind}"
    if "placeholder" in element:
        yield from _plain("placeholder", element["placeholder"], 150)
    match kind:
        case "plain_text_input":
            longest = element.get("max_length", 3000)
            if not 1 <= longest <= 3000:
                yield f"max_length {longest}"
            yield from _too_long("initial_value", element.get("initial_value", ""), longest)
        case "static_select" | "checkboxes" | "radio_buttons":
            yield from _options(element)
            if "initial_option" in element and element["initial_option"] not in element.get("options", ()):
                yield "initial_option is none of the options"
        case "file_input":
            if not 1 <= element.get("max_files", 10) <= 10:
                yield "max_files"


def _options(element: Json) -> Iterator[str]:
    most = 100 if element["type"] == "static_select" else 10
    yield from _count("options", element.get("options"), most)
    for option in element.get("options", ()):
        yield from _text("option", option.get("text"), 75)
        yield from _too_long("value", option.get("value", ""), 150)
    values = [option.get("value") for option in element.get("options", ())]
    if len(values) != len(set(values)):
        yield "an option twice"


def _image(image: Json) -> Iterator[str]:
    if not image.get("alt_text"):
        yield "an image without alt_text"
    if ("image_url" in image) == ("slack_file" in image):
        yield "an image needs image_url or slack_file"


def _text(name: str, text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in ("mrkdwn", "plain_text"):
        yield f"{name} is no text"
    elif not 1 <= len(str(text.get("text", ""))) <= most:
        yield f"{name} of {len(str(text.get('text', '')))} characters"


def _plain(name: str, text: Any, most: int) -> list[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        return [f"{name} is no plain_text"]
    return list(_text(name, text, most))


def _count(name: str, parts: Any, most: int) -> Iterator[str]:
    if not isinstance(parts, list) or not 1 <= len(parts) <= most:
        yield f"{name} with {len(parts or ())} parts"


def _too_long(name: str, text: str, most: int) -> list[str]:
    return [f"{name} of {len(text)} characters"] if len(text) > most else []


def everything(value: Any) -> Iterator[Json]:
    """Each object inside, whatever it is."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from everything(part)
    elif isinstance(value, list):
        for part in value:
            yield from everything(part)


def characters_in(blocks: Any) -> int:
    """How many characters there are in all texts of blocks together."""
    return sum(len(part["text"]) for part in everything(blocks) if isinstance(part.get("text"), str))
