"""Buttons in blocks: which there are, and which one somebody means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.slack.impossible import Impossible
from tests.slack.told import Json


def buttons_in(blocks: Sequence[Json]) -> list[Json]:
    """All buttons, each with the id of its block."""
    return list(_buttons(blocks))


def labels_in(blocks: Sequence[Json]) -> list[str]:
    """What stands on the buttons, in order."""
    return [label_of(button) for button in buttons_in(blocks)]


def label_of(button: Json) -> str:
    return str(button["text"]["text"])


def button_in(blocks: Sequence[Json], name: str, *, job_id: str | None = None) -> Json:
    """The button with this label, or this action id; where there are several, that of the job with this id."""
    found = [button for button in _buttons(blocks) if name in (label_of(button), button["action_id"])]
    if job_id is not None:
        found = [button for button in found if str(button["action_id"]).endswith(f":{job_id}")]
    if len(found) != 1:
        there = [(label_of(button), button["action_id"]) for button in _buttons(blocks)]
        raise Impossible(f"{len(found) or 'no'} buttons {name!r}{f' of {job_id}' if job_id else ''} in {there}")
    return found[0]


def _buttons(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        inside = [*(block.get("elements") or ()), block.get("accessory") or {}]
        for element in inside:
            if element.get("type") == "button":
                yield {**element, "block_id": block.get("block_id", "")}
