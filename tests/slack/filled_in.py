"""What somebody fills into a window, as `state.values` has it.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.slack.impossible import Impossible
from tests.slack.told import Json
from tests.slack.world import Channel

Upload = tuple[str, bytes, str]
"""A file of somebody's own: its name, what is in it, and its type."""


class Filling:
    """Fills in one window. `here` is where its person was when it opened; `upload` makes a file of Slack's."""

    def __init__(self, view: Json, here: Channel | None, upload: Callable[[Upload], Json]) -> None:
        self.view = view
        self.here = here
        self.upload = upload

    def state(self, values: Mapping[str, object]) -> Json:
        """The values of all fields; those that are not filled in keep what they have.

        `values` are by block id: a text; the label or value of an option, or several; a channel; files.
        """
        return self._values(values, is_sent=True)

    def so_far(self, values: Mapping[str, object]) -> Json:
        """The same while it is being filled in: nothing need be there yet."""
        return self._values(values, is_sent=False)

    def _values(self, values: Mapping[str, object], *, is_sent: bool) -> Json:
        fields = {block["block_id"]: block for block in self.view["blocks"] if block["type"] == "input"}
        if unknown := set(values) - set(fields):
            raise Impossible(f"no field {sorted(unknown)}, only {sorted(fields)}")
        entries = {name: self._entry(block, values.get(name), is_sent) for name, block in fields.items()}
        return {"values": {name: {fields[name]["element"]["action_id"]: entry} for name, entry in entries.items()}}

    def _entry(self, block: Json, value: object, is_sent: bool) -> Json:
        entry = self.entry(block["element"], value)
        content = next(part for name, part in entry.items() if name != "type")
        if is_sent and not content and not block.get("optional", False):
            raise Impossible(f"{block['label']['text']!r} must be filled in")
        return entry

    def entry(self, element: Json, value: object) -> Json:
        """What one element has in it with this value."""
        kind = element["type"]
        return {"type": kind, **self._of_kind(kind, element, value)}

    def _of_kind(self, kind: str, element: Json, value: object) -> Json:
        match kind:
            case "plain_text_input":
                return {"value": _text(element, value)}
            case "static_select" | "radio_buttons":
                option = element.get("initial_option") if value is None else _option(element, value)
                return {"selected_option": option}
            case "conversations_select":
                return {"selected_conversation": self._conversation(element, value)}
            case "checkboxes":
                chosen = element.get("initial_options", []) if value is None else _options(element, value)
                return {"selected_options": chosen}
            case "file_input":
                return {"files": self._files(element, value)}
        raise Impossible(f"nobody here can fill in a {kind}")

    def _conversation(self, element: Json, value: object) -> str | None:
        if value is not None:
            return value.id if isinstance(value, Channel) else str(value) or None
        if element.get("default_to_current_conversation") and self.here is not None:
            return self.here.id
        return element.get("initial_conversation")

    def _files(self, element: Json, value: object) -> list[Json]:
        files = [value] if isinstance(value, tuple) else list(value or ())  # type: ignore[call-overload]
        if len(files) > element.get("max_files", 10):
            raise Impossible(f"no more than {element['max_files']} files")
        endings = element.get("filetypes")
        for name, _content, _type in files:
            if endings and name.rpartition(".")[2].lower() not in endings:
                raise Impossible(f"{name} ends with none of {endings}")
        return [self.upload(file) for file in files]


def _text(element: Json, value: object) -> str | None:
    text = element.get("initial_value") if value is None else str(value)
    longest = element.get("max_length", 3000)
    if text and not element.get("min_length", 0) <= len(text) <= longest:
        raise Impossible(f"{len(text)} characters where there is room for {longest}")
    return text or None


def _options(element: Json, value: object) -> list[Json]:
    """The boxes with a tick: all of them for True, none for False."""
    if isinstance(value, bool):
        return list(element["options"]) if value else []
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [_option(element, one) for one in several]


def _option(element: Json, name: object) -> Json:
    for option in _all_options(element):
        if str(name) in (option["value"], option["text"]["text"]):
            return option
    raise Impossible(f"no {name!r} in {[option['text']['text'] for option in _all_options(element)]}")


def _all_options(element: Json) -> list[Json]:
    groups = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *groups]
