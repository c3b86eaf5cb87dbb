"""What Slack takes as buttons, menus, boxes and fields. https://docs.slack.dev/reference/block-kit/block-elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tests.slack.text_rules import additional, count, objects, plain, text, within
from tests.slack.told import Json

OPTIONS: Final[Mapping[str, int]] = {"static_select": 100, "checkboxes": 10, "radio_buttons": 10, "overflow": 5}
"""The most options of each element that has some."""

_ANY: Final = {"type", "action_id", "confirm", "focus_on_load"}
_CHOICE: Final = _ANY | {"options"}
KEYS: Final[Mapping[str, set[str]]] = {
    "button": {"type", "action_id", "text", "value", "url", "style", "confirm", "accessibility_label"},
    "static_select": _CHOICE | {"option_groups", "initial_option", "placeholder"},
    "checkboxes": _CHOICE | {"initial_options"},
    "radio_buttons": _CHOICE | {"initial_option"},
    "overflow": _CHOICE - {"focus_on_load"},
    "conversations_select": _ANY
    | {"placeholder", "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
    "plain_text_input": (_ANY - {"confirm"})
    | {"initial_value", "multiline", "min_length", "max_length", "placeholder", "dispatch_action_config"},
    "file_input": {"type", "action_id", "filetypes", "max_files"},
}

PRESSABLE: Final = set(KEYS) - {"plain_text_input", "file_input"}
FIELDS: Final = set(KEYS) - {"button", "overflow"}


def element_problems(element: Json, allowed: set[str]) -> Iterator[str]:
    """Why Slack would refuse this element where only these are allowed."""
    kind = str(element.get("type"))
    if kind == "image":
        yield from image_problems(element, {"type", "image_url", "slack_file", "alt_text"})
        return
    if kind not in allowed:
        yield f"no {kind} here"
        return
    yield from additional(kind, element, KEYS[kind])
    yield from within("action_id", element.get("action_id"), 255)
    yield from plain("placeholder", element["placeholder"], 150) if "placeholder" in element else ()
    yield from _confirm(element["confirm"]) if "confirm" in element else ()
    yield from _of_kind(kind, element)


def _of_kind(kind: str, element: Json) -> Iterator[str]:
    if kind in OPTIONS:
        yield from _choice(kind, element)
    elif kind == "button":
        yield from _button(element)
    elif kind == "plain_text_input":
        yield from _text_input(element)
    elif kind == "file_input" and not 1 <= element.get("max_files", 10) <= 10:
        yield f"max_files {element['max_files']}"


def _button(element: Json) -> Iterator[str]:
    yield from plain("button", element.get("text"), 75)
    yield from within("value", element.get("value"), 2000)
    yield from within("url", element.get("url"), 3000)
    yield from within("accessibility_label", element.get("accessibility_label"), 75)
    yield from _style(element)


def _style(element: Json) -> Iterator[str]:
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"style {element['style']}"


def _text_input(element: Json) -> Iterator[str]:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not 0 <= least <= 3000 or not 1 <= most <= 3000 or least > most:
        yield f"min_length {least} and max_length {most}"
    yield from within("initial_value", element.get("initial_value"), most)


def _choice(kind: str, element: Json) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield f"{kind} needs options, or groups of options"
    if "option_groups" in element:
        yield from count("option_groups", element["option_groups"], 100)
    for group in objects(element.get("option_groups")):
        yield from plain("label", group.get("label"), 75)
        yield from count("options", group.get("options"), OPTIONS[kind])
    if "options" in element:
        yield from count("options", element["options"], OPTIONS[kind])
    options = options_of(element)
    for option in options:
        yield from _option(kind, option)
    yield from _chosen(element, options)
    values = [option.get("value") for option in options]
    if len(values) != len(set(values)):
        yield "an option twice"


def options_of(element: Json) -> list[Json]:
    """All options, in groups or not."""
    grouped = [option for group in objects(element.get("option_groups")) for option in objects(group.get("options"))]
    return objects(element.get("options")) + grouped


def _option(kind: str, option: Json) -> Iterator[str]:
    of_text = text if kind in ("checkboxes", "radio_buttons") else plain
    known = {"text", "value", "description"}
    yield from additional("option", option, known | {"url"} if kind == "overflow" else known)
    yield from of_text("option", option.get("text"), 75)
    yield from of_text("description", option["description"], 75) if "description" in option else ()
    yield from within("value", option.get("value"), 150)
    if not isinstance(option.get("value"), str):
        yield "an option without value"


def _chosen(element: Json, options: list[Json]) -> Iterator[str]:
    if "initial_option" in element and element["initial_option"] not in options:
        yield "initial_option is none of the options"
    if "initial_options" in element:
        yield from count("initial_options", element["initial_options"], len(options))
        if not all(one in options for one in objects(element["initial_options"])):
            yield "initial_options are none of the options"


def _confirm(confirm: Json) -> Iterator[str]:
    yield from additional("confirm", confirm, {"title", "text", "confirm", "deny", "style"})
    yield from plain("title", confirm.get("title"), 100)
    yield from text("text", confirm.get("text"), 300)
    for name in ("confirm", "deny"):
        yield from plain(name, confirm.get(name), 30)
    yield from _style(confirm)


def image_problems(image: Json, known: set[str]) -> Iterator[str]:
    """Why Slack would refuse this picture."""
    yield from additional("image", image, known)
    yield from within("alt_text", image.get("alt_text"), 2000)
    yield from within("image_url", image.get("image_url"), 3000)
    if not image.get("alt_text"):
        yield "an image without alt_text"
    if ("image_url" in image) == ("slack_file" in image):
        yield "an image needs image_url or slack_file"
