"""The people of a workspace: what they are called, and whether they may manage it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.calling import SlackWeb
from adapters.slack.faults import error_code, faults_translated
from adapters.slack.places import MANNER, PLATFORM
from adapters.slack.workspaces import Workspace
from bot.domain.chat import Requester
from bot.domain.errors import ConversationGone, DeliveryPaused

log = structlog.get_logger()

LOOK_UP: Final = 1.5
"""Seconds for asking Slack about somebody: a name is nice to have, and who is not known to be an admin is none."""

KEPT: Final = 300.0
MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """`is_known`: whether Slack has told us, or nobody could."""

    name: str = ""
    is_admin: bool = False
    is_known: bool = False


@dataclass(slots=True)
class People:
    """Remembers for five minutes. `admins` are those the operator has named."""

    web: SlackWeb
    admins: frozenset[str] = frozenset()
    _known: dict[tuple[str, str], tuple[float, Person]] = field(default_factory=dict)

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
        kept_at, person = self._known.get(key, (0.0, Person()))
        if person.is_known and time.monotonic() - kept_at < KEPT:
            return person
        found = await self._ask(workspace, user)
        if found.is_known:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = time.monotonic(), found
        return found

    async def _ask(self, workspace: Workspace, user: str) -> Person:
        try:
            async with asyncio.timeout(LOOK_UP):
                with faults_translated():
                    answer = await self.web(workspace, "users.info", user=user)
        except (ConversationGone, DeliveryPaused, TimeoutError):
            return Person()
        except SlackApiError as error:
            log.warning("slack_person_not_told", error=error_code(error))
            return Person()
        return _to_person(answer["user"])


def _to_person(user: Mapping[str, Any]) -> Person:
    """https://docs.slack.dev/reference/objects/user-object."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    is_admin = any(user.get(right) is True for right in ("is_admin", "is_owner", "is_primary_owner"))
    return Person(str(name), is_admin, is_known=True)
