"""The guide to Slack and the manifest of the app say what the bot does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from adapters.settings import Settings, read_settings
from adapters.slack.app import ADMIN_COMMAND, ANIMATE, COMMAND, NEW_VIDEO, make_app
from adapters.slack.installation.scopes import BOT_EVENTS, SCOPES

DOCS: Final = Path(__file__).parents[2] / "docs"
GUIDE: Final = (DOCS / "slack.md").read_text()
MANIFEST: Final[dict[str, Any]] = yaml.safe_load((DOCS / "slack-manifest.yaml").read_text())


def test_the_app_asks_for_what_the_code_needs() -> None:
    assert tuple(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_the_app_is_told_what_the_code_listens_to() -> None:
    assert tuple(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == BOT_EVENTS
    source = Path(make_app.__code__.co_filename).read_text()
    heard = set(re.findall(r'app\.event\("([a-z_]+)"\)', source))
    assert {event.partition(".")[0] for event in BOT_EVENTS} == heard


def test_the_app_has_the_commands_and_shortcuts_that_the_code_answers() -> None:
    features = MANIFEST["features"]

    assert [command["command"] for command in features["slash_commands"]] == [COMMAND, ADMIN_COMMAND]
    assert all(command["should_escape"] for command in features["slash_commands"])
    shortcuts = {(one["callback_id"], one["type"]) for one in features["shortcuts"]}
    assert shortcuts == {(NEW_VIDEO, "global"), (ANIMATE, "message")}
    assert features["app_home"]["home_tab_enabled"] is True
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_the_manifest_keeps_to_slacks_limits() -> None:
    """https://docs.slack.dev/reference/app-manifest."""
    shown, features = MANIFEST["display_information"], MANIFEST["features"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in features["shortcuts"])
    commands = features["slash_commands"]
    assert all(len(one["command"]) <= 32 and len(one["description"]) <= 2000 for one in commands)
    assert all(len(one["usage_hint"]) <= 1000 for one in commands)


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_is_explained(scope: str) -> None:
    assert f"`{scope}`" in GUIDE


def test_over_http_the_bot_runs_before_slack_asks_for_it() -> None:
    """Slack verifies the address by calling it, and sends no events before."""
    section = GUIDE.partition("## Slack calls you")[2].partition("\n## ")[0]
    steps = ["**Signing Secret**", "start the bot", "SORA_SLACK_SIGNING_SECRET=", "`socket_mode_enabled`", "verifies"]

    assert sorted(steps, key=section.index) == steps


def test_each_setting_it_names_exists() -> None:
    named = {name.removeprefix("SORA_").lower() for name in re.findall(r"SORA_[A-Z_]+", GUIDE)}
    accounts = {"apixo_api_key", "apixo_base_url"}

    assert named - accounts <= {*Settings.model_fields}


def blocks() -> Iterator[str]:
    for block in re.findall(r"```ini\n(.*?)```", GUIDE, re.DOTALL):
        if "SLACK" in block:
            yield block


@pytest.mark.parametrize("block", list(blocks()))
def test_each_way_to_set_it_up_is_good(block: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(block)

    assert read_settings(tmp_path / ".env").has_slack
