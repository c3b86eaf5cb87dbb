"""Slack's rules for blocks, written down a second time: by its own package, and what that does not check."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import Block, RichTextBlock

from tests.adapters.slack.markup import acts, marked_up
from tests.slack.text_rules import everything

Json = dict[str, Any]
STYLES = ("primary", "danger")


def check_message(blocks: list[Json]) -> None:
    check_blocks(blocks, most=50)
    assert sum(len(each["text"]) for each in everything(blocks) if isinstance(each.get("text"), str)) < 12_000


def check_blocks(blocks: list[Json], *, most: int) -> None:
    assert 0 < len(blocks) <= most
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        if not isinstance(parsed, RichTextBlock):  # its pieces need not be checked, and cannot be
            parsed.validate_json()
        _check_block(block)
    for name in ("block_id", "action_id"):
        ids = [each[name] for each in everything(blocks) if name in each]
        assert len(ids) == len(set(ids))
    assert all(each["text"] for each in everything(blocks) if isinstance(each.get("text"), str))
    assert not any(map(acts, marked_up(blocks)))


def _check_block(block: Json) -> None:
    match block["type"]:
        case "rich_text":
            assert block["elements"]
            assert all(part["elements"] for part in block["elements"])
        case "section":
            assert 1 <= len(block["text"]["text"]) <= 3000
        case "actions":
            assert 1 <= len(block["elements"]) <= 25
            assert all(button.get("style", STYLES[0]) in STYLES for button in block["elements"])
            assert all(button.get("url", "https://").startswith("https://") for button in block["elements"])
        case "context":
            assert 1 <= len(block["elements"]) <= 10
            assert all(element["text"].strip() for element in block["elements"])
