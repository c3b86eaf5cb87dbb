"""What a person sees of blocks: the payload that Slack gets, taken apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def shown(blocks: list[Json]) -> list[str]:
    """Each paragraph, quote, item, label and row of buttons as a line of text, in the order they are read."""
    return [line for block in blocks for line in _lines(block)]


def buttons(blocks: list[Json]) -> list[Json]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def labels(blocks: list[Json]) -> list[str]:
    return [button["text"]["text"] for button in buttons(blocks)]


def _lines(block: Json) -> list[str]:
    match block["type"]:
        case "rich_text":
            return [line for part in block["elements"] for line in _part(part)]
        case "header" | "section":
            return [block["text"]["text"]]
        case "context":
            return [" ".join(element["text"] for element in block["elements"])]
        case "actions":
            return [f"[{'] ['.join(labels([block]))}]"]
        case kind:
            return [f"({kind})"]


def _part(part: Json) -> list[str]:
    match part["type"]:
        case "rich_text_list":
            return [f"- {_inline(item)}" for item in part["elements"]]
        case "rich_text_quote":
            return [f"> {_inline(part)}"]
        case "rich_text_preformatted":
            return [f"```{_inline(part)}```"]
        case _:
            return [_inline(part)]


def _inline(part: Json) -> str:
    return "".join(map(_element, part["elements"]))


def _element(element: Json) -> str:
    style = element.get("style", {})
    around = "*" if style.get("bold") else "`" if style.get("code") else "_" if style.get("italic") else ""
    match element["type"]:
        case "emoji":
            return f":{element['name']}:"
        case "user":
            return f"@{element['user_id']}"
        case "date":
            return str(element["format"]).replace("{", f"{{{datetime.fromtimestamp(element['timestamp'], UTC):%X} ")
        case "link":
            return f"{around}[{element['text']}]({element['url']}){around}"
        case _:
            return f"{around}{element['text']}{around}"
