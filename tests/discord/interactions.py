"""Interactions: what a person did, whether the bot has acknowledged it, and what its token still opens."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from tests.discord.components import Json
from tests.discord.errors import ApiError, Problem
from tests.discord.messages import Message
from tests.discord.payloads import MENU, ORDINARY, SLASH, to_message
from tests.discord.permissions import Permission

if TYPE_CHECKING:
    from tests.discord.channels import Channel
    from tests.discord.modals import Modal
    from tests.discord.people import Person
    from tests.discord.world import World

LIFE_OF_A_TOKEN: Final = timedelta(minutes=15)


class Type(IntEnum):
    """Why the bot is told."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Acknowledged(StrEnum):
    """How the bot has answered at first."""

    MESSAGE = "message"
    DEFERRED = "deferred"
    DEFERRED_UPDATE = "deferred update"
    UPDATE = "update"
    CHOICES = "choices"
    MODAL = "modal"
    NOT = "not"
    """Not in time: the person was told that the application did not respond."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion while typing."""

    name: str
    value: str | int | float


@dataclass(eq=False)
class Interaction:
    """One thing a person did with the bot."""

    world: World
    id: int
    token: str
    type: Type
    person: Person
    channel: Channel
    created: datetime
    data: Json
    name: str
    source: Message | None = None
    """The message whose component was used, also where that component opened the form that was filled in."""
    opened_by: Interaction | None = None
    """What opened the form that was filled in."""
    sent: float = field(default_factory=time.monotonic)
    kind: Acknowledged | None = None
    acknowledged_after: float | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Modal | None = None
    choices: list[Choice] = field(default_factory=list)

    def acknowledge(self, kind: Acknowledged) -> None:
        """Note the first answer; there is only one."""
        self.kind = kind
        self.acknowledged_after = time.monotonic() - self.sent
        self.world.bell.ring()

    def check_open(self) -> None:
        """Refuse a first answer that comes too late or twice."""
        if self.kind is Acknowledged.NOT or self._has_ended:
            raise ApiError(Problem.UNKNOWN_INTERACTION)
        if self.kind is not None:
            raise ApiError(Problem.ALREADY_ACKNOWLEDGED)

    def check_token(self) -> None:
        """Refuse later answers before the first one, after the token's end, and where the channel is gone."""
        if self._has_ended:
            raise ApiError(Problem.INVALID_TOKEN)
        if self.kind is Acknowledged.NOT:
            raise ApiError(Problem.UNKNOWN_INTERACTION)
        if self.kind is None:
            raise ApiError(Problem.UNKNOWN_WEBHOOK)
        if not self.channel.is_there:
            raise ApiError(Problem.UNKNOWN_CHANNEL)

    @property
    def _has_ended(self) -> bool:
        return self.world.clock.now() >= self.created + LIFE_OF_A_TOKEN

    @property
    def payload(self) -> Json:
        """What INTERACTION_CREATE carries."""
        guild, channel = self.channel.guild, self.channel
        body: Json = {
            "id": str(self.id),
            "application_id": str(self.world.application_id),
            "type": int(self.type),
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(channel.id),
            "channel": channel.payload_for(self.person),
            "app_permissions": str(int(self._app_permissions)),
            "locale": self.person.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self._owners,
            "context": 1 if guild is None else 0,
            "attachment_size_limit": channel.announced_upload_limit,
        }
        if self.source is not None:
            body["message"] = to_message(self.source)
        if guild is None:
            return body | {"user": self.person.user_payload}
        may = {"permissions": str(int(channel.permissions_of(self.person)))}
        return body | {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": guild.members[self.person.id].full_payload | may,
        }

    @property
    def _app_permissions(self) -> Permission:
        """What the bot may do here; where it is no member, answers to commands may do what everyone may."""
        guild = self.channel.guild
        if guild is not None and not guild.has_bot:
            return guild.everyone.permissions
        return self.channel.permissions_of(self.world.bot)

    @property
    def type_of_answer(self) -> int:
        if self.type is not Type.COMMAND:
            return ORDINARY
        return SLASH if self.data.get("type", 1) == 1 else MENU

    @property
    def of_its_messages(self) -> Json:
        """What the messages that answer it say about it."""
        body: Json = {
            "application_id": str(self.world.application_id),
            "webhook_id": str(self.world.application_id),
            "interaction_metadata": self._metadata,
        }
        if self.type is Type.COMMAND:
            about = {"id": str(self.id), "type": int(self.type), "user": self.person.user_payload}
            body["interaction"] = about | {"name": self.name}
        return body

    @property
    def _owners(self) -> dict[str, str]:
        return {"0": str(self.channel.guild.id) if self.channel.guild else "0"}

    @property
    def _metadata(self) -> Json:
        body: Json = {
            "id": str(self.id),
            "type": int(self.type),
            "user": self.person.user_payload,
            "authorizing_integration_owners": self._owners,
        }
        if self.opened_by is not None:
            return body | {"triggering_interaction_metadata": self.opened_by._metadata}
        if self.source is not None:
            return body | {"interacted_message_id": str(self.source.id)}
        if "target_id" in self.data:
            return body | {"target_message_id": self.data["target_id"]}
        return body


@dataclass(eq=False)
class Interactions:
    """All that were ever sent."""

    world: World
    patience: float = 3.0
    """How many seconds people wait for the first answer."""
    sent: dict[str, Interaction] = field(default_factory=dict)
    """All of them, by their tokens."""

    def new(
        self,
        kind: Type,
        person: Person,
        channel: Channel,
        *,
        data: Json,
        name: str,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        return Interaction(
            world=self.world,
            id=self.world.ids.next(),
            token=secrets.token_urlsafe(120),
            type=kind,
            person=person,
            channel=channel,
            created=self.world.clock.now(),
            data=data,
            name=name,
            source=opened_by.source if opened_by else source,
            opened_by=opened_by,
        )

    async def send(self, interaction: Interaction) -> None:
        """Tell the bot, and wait until it has answered or has taken too long."""
        self.sent[interaction.token] = interaction
        guild = interaction.channel.guild
        self.world.gateway.interact(interaction.payload, None if guild is None else guild.id)
        if await self.world.bell.look(lambda: interaction.kind, within=self.patience) is None:
            interaction.acknowledge(Acknowledged.NOT)

    def by_id(self, interaction_id: int, token: str) -> Interaction:
        """Find what the bot answers at first."""
        interaction = self.sent.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise ApiError(Problem.UNKNOWN_INTERACTION)
        interaction.check_open()
        return interaction

    def by_token(self, token: str) -> Interaction:
        """Find what the bot answers later."""
        interaction = self.sent.get(token)
        if interaction is None:
            raise ApiError(Problem.UNKNOWN_WEBHOOK)
        interaction.check_token()
        return interaction
