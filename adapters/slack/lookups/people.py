"""The people of a workspace: what they are called, and whether they may manage it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.lately import Lately
from adapters.slack.places import MANNER, PLATFORM
from adapters.slack.web_api.calling import SlackWeb, needed
from adapters.slack.web_api.faults import error_code, faults_translated
from adapters.slack.web_api.workspaces import Workspace
from bot.domain.chat import Requester
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.ports import Clock

log = structlog.get_logger()

LOOK_UP: Final = 1.5
"""Seconds for asking Slack about somebody: a name is nice to have, and who is not known to be an admin is none."""

KEPT: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Person:
    """As Slack tells of them; without a name where it does not."""

    name: str = ""
    is_admin: bool = False


@dataclass(slots=True)
class People:
    """Remembers for five minutes. `admins` are those the operator has named."""

    web: SlackWeb
    clock: Clock
    admins: frozenset[str] = frozenset()
    _known: Lately[tuple[str, str], Person] = field(init=False)

    def __post_init__(self) -> None:
        self._known = Lately(self.clock, KEPT)

    async def requester(self, workspace: Workspace, user: str, name: str = "") -> Requester:
        """The person as the core knows them; `name` is what they are called where Slack does not say better."""
        person = await self.get(workspace, user)
        return Requester(
            platform=PLATFORM,
            team=workspace.team,
            user=user,
            name=person.name or name,
            manner=MANNER,
            is_admin=person.is_admin or user in self.admins,
        )

    async def names(self, workspace: Workspace, users: Iterable[str]) -> Mapping[str, str]:
        """What some people are called, as far as that can be learned at once."""
        wanted = list(dict.fromkeys(users))[:10]
        found = await asyncio.gather(*(self.get(workspace, user) for user in wanted))
        return {user: person.name for user, person in zip(wanted, found, strict=True) if person.name}

    async def get(self, workspace: Workspace, user: str) -> Person:
        """The person, as far as that can be learned at once."""
        key = workspace.team, user
        known = self._known.of(key)
        if known is not None:
            return known
        found = await self._ask(workspace, user)
        return Person() if found is None else self._known.learn(key, found)

    async def _ask(self, workspace: Workspace, user: str) -> Person | None:
        try:
            async with asyncio.timeout(LOOK_UP):
                with faults_translated():
                    told = needed(await self.web(workspace, "users.info", user=user), "user")
        except (ConversationGone, DeliveryPaused, TimeoutError):
            return None
        except SlackApiError as error:
            log.warning("slack_person_not_told", error=error_code(error))
            return None
        return _to_person(told, workspace.team)


def _to_person(user: Mapping[str, Any], team: str) -> Person:
    """https://docs.slack.dev/reference/objects/user-object. Who comes from elsewhere is an admin there, not here."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    is_admin = any(user.get(right) is True for right in ("is_admin", "is_owner", "is_primary_owner"))
    return Person(str(name), is_admin and _is_from(user, team))


def _is_from(user: Mapping[str, Any], team: str) -> bool:
    """Whether they belong to the workspace: in shared channels others' people speak to us, too."""
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return user.get("team_id") in (None, team) or team in teams
