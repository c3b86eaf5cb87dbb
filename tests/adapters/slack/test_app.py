"""Where things happen, as slack-bolt tells it: in which workspace, and with whose token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack.app import Listeners, make_app
from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.installation.vault import Vault
from adapters.slack.listeners.arrivals import Arrivals
from adapters.slack.web_api.workspaces import Workspace, Workspaces
from adapters.storage.backend import Backend
from tests.fakes import FakeClock

NOBODY = cast(Any, None)
CLUB = Workspace(team="T1", name="Club", url="https://club.slack.com/", token="xoxb-club", bot_user="U1", bot_id="B1")
STUDIOS = replace(CLUB, team="E1", enterprise="E1", token="xoxb-studios")
FILMS = replace(CLUB, team="E2", enterprise="E2", token="xoxb-films")


class Heard:
    """In place of whoever answers: where mentions were heard."""

    def __init__(self) -> None:
        self.workspaces: list[Workspace] = []

    async def message(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        self.workspaces.append(workspace)


@dataclass(frozen=True)
class Unreachable:
    """In place of the workspaces: who we are cannot be found out."""

    fault: Exception

    async def get(self, team: str, enterprise: str | None) -> Workspace | None:
        raise self.fault


@pytest.fixture
async def workspaces(backend: Backend) -> InstalledWorkspaces:
    workspaces = InstalledWorkspaces(backend.slack_installations, Vault(b"k" * 32), FakeClock())
    for each in (CLUB, STUDIOS, FILMS):
        await workspaces.save(each)
    return workspaces


def event(kind: str, team: str | None, enterprise: str, *, authorized: str | None = None) -> dict[str, Any]:
    """An event as an organisation's app gets it.

    https://docs.slack.dev/apis/events-api#callback-field; `team_id` is null there in slackapi/bolt-python's own
    examples (tests/scenario_tests_async/test_events_org_apps.py).
    """
    inner = {"type": kind, "text": "<@U1> a kite", "user": "U9", "channel": "C1", "ts": "1.1"}
    who = {"enterprise_id": enterprise, "team_id": authorized, "user_id": "U1", "is_bot": True}
    return {
        "type": "event_callback",
        "team_id": team,
        "enterprise_id": enterprise,
        "event_id": "Ev1",
        "event": inner,
        "authorizations": [{**who, "is_enterprise_install": authorized is None}],
    }


async def tell(workspaces: InstalledWorkspaces, *events: dict[str, Any]) -> list[Workspace]:
    """Where the app heard them, with real slack-bolt."""
    heard = Heard()
    app = an_app(workspaces, heard)
    for each in events:
        assert (await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=each))).status == 200
    return heard.workspaces


def an_app(workspaces: Workspaces, heard: Heard) -> AsyncApp:
    arrivals = Arrivals(messenger=NOBODY, workspaces=workspaces, rooms=NOBODY, seen=NOBODY, works=NOBODY)
    listeners = Listeners(
        hearing=NOBODY,
        works=NOBODY,
        talking=cast(Any, heard),
        pressing=NOBODY,
        filling=NOBODY,
        submitting=NOBODY,
        homes=NOBODY,
        arrivals=arrivals,
    )
    return make_app(listeners, workspaces, AsyncWebClient(), lambda _: None)


async def test_each_workspace_of_an_organisation_is_one_of_its_own(workspaces: InstalledWorkspaces) -> None:
    heard = await tell(
        workspaces,
        event("app_mention", "T11", "E1"),
        event("app_mention", "T12", "E1"),
        event("app_mention", "T21", "E2"),
    )

    assert heard == [replace(STUDIOS, team="T11"), replace(STUDIOS, team="T12"), replace(FILMS, team="T21")]


async def test_what_happens_in_no_workspace_is_nobodys(workspaces: InstalledWorkspaces) -> None:
    heard = await tell(workspaces, event("app_mention", None, "E1"))

    assert heard == []
    assert await workspaces.get("", "E1") is None
    assert await workspaces.get("") is None


async def test_an_organisation_that_removes_the_app_is_forgotten(workspaces: InstalledWorkspaces) -> None:
    await tell(workspaces, event("app_uninstalled", None, "E1"))

    assert await workspaces.get("T11", "E1") is None
    assert await workspaces.get("T21", "E2") is not None


async def test_an_organisation_that_removes_the_app_leaves_what_its_workspace_has_allowed(
    workspaces: InstalledWorkspaces,
) -> None:
    await tell(workspaces, event("app_uninstalled", "T1", "E1"))

    assert await workspaces.get("T1", "E1") == CLUB
    assert await workspaces.get("T11", "E1") is None


async def test_a_workspace_that_removes_the_app_leaves_what_its_organisation_has_allowed(
    workspaces: InstalledWorkspaces,
) -> None:
    await tell(workspaces, event("app_uninstalled", "T1", "E1", authorized="T1"))

    assert await workspaces.get("T1", "E1") == replace(STUDIOS, team="T1")


@pytest.mark.parametrize(
    ("fault", "logged"),
    [
        (aiohttp.ClientConnectionError("refused"), {"event": "slack_request_put_off", "log_level": "warning"}),
        (KeyError("bot_id"), {"event": "slack_request_failed", "log_level": "error"}),
    ],
)
async def test_what_cannot_be_answered_is_not_acknowledged_and_only_a_fault_of_ours_leaves_a_traceback(
    fault: Exception, logged: dict[str, str]
) -> None:
    heard = Heard()
    app = an_app(cast(Any, Unreachable(fault)), heard)

    with capture_logs() as logs:
        answer = await app.async_dispatch(
            AsyncBoltRequest(mode="socket_mode", body=event("app_mention", "T1", "E1", authorized="T1"))
        )

    assert answer.status == 500
    assert heard.workspaces == []
    (line,) = logs
    assert {key: line[key] for key in logged} == logged
    assert ("exc_info" in line) == (logged["log_level"] == "error")


async def test_a_command_where_nobody_has_let_us_in_is_answered_with_what_to_do(
    workspaces: InstalledWorkspaces,
) -> None:
    command = {"command": "/sora", "text": "a kite", "team_id": "T9", "channel_id": "C1", "user_id": "U9"}

    answer = await an_app(workspaces, Heard()).async_dispatch(AsyncBoltRequest(mode="socket_mode", body=command))

    assert answer.status == 200
    assert "Ask an admin of it to add me to Slack once more" in answer.body
