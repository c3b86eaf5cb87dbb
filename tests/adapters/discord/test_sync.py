"""Commands are registered once for each change, in the place they are meant for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.discord.definitions import definitions
from adapters.discord.sync import sync_commands
from tests.builders import a_catalogue, an_offer

OURS, SERVER, OTHER_SERVER = 11, 22, 33
COMMANDS = definitions(a_catalogue())
CHANGED = definitions(a_catalogue(an_offer(seconds=(5,), default_seconds=5)))


@dataclass(slots=True)
class Registry:
    """What Discord has registered for whom, and how often it was told; None stands for all servers."""

    commands: dict[tuple[int, int | None], list[dict[str, Any]]] = field(default_factory=dict)
    times: int = 0
    errors: list[Exception] = field(default_factory=list)

    async def bulk_upsert_global_commands(self, application_id: int, payload: list[dict[str, Any]]) -> None:
        self._put(application_id, None, payload)

    async def bulk_upsert_guild_commands(
        self, application_id: int, guild_id: int, payload: list[dict[str, Any]]
    ) -> None:
        self._put(application_id, guild_id, payload)

    def _put(self, application_id: int, guild_id: int | None, payload: list[dict[str, Any]]) -> None:
        self.times += 1
        if self.errors:
            raise self.errors.pop()
        self.commands[application_id, guild_id] = payload


@dataclass(slots=True)
class Memory:
    """Fingerprints in memory."""

    texts: dict[str, str] = field(default_factory=dict)

    async def get(self, key: str) -> str | None:
        return self.texts.get(key)

    async def set(self, key: str, value: str) -> None:
        self.texts[key] = value


@dataclass(slots=True)
class Bot:
    """One application with its memory."""

    discord: Registry = field(default_factory=Registry)
    memory: Memory = field(default_factory=Memory)

    async def start(
        self, commands: list[dict[str, Any]] = COMMANDS, *, application_id: int = OURS, guild_id: int | None = None
    ) -> bool:
        return await sync_commands(self.discord, application_id, commands, known=self.memory, guild_id=guild_id)


@pytest.fixture
def bot() -> Bot:
    return Bot()


async def test_commands_are_registered_at_the_first_start_and_not_at_the_next(bot: Bot) -> None:
    assert [await bot.start(), await bot.start(), await bot.start()] == [True, False, False]

    assert bot.discord.commands == {(OURS, None): COMMANDS}
    assert bot.discord.times == 1


async def test_a_change_is_registered(bot: Bot) -> None:
    await bot.start()

    assert await bot.start(CHANGED)

    assert bot.discord.commands == {(OURS, None): CHANGED}


async def test_the_order_of_keys_is_no_change(bot: Bot) -> None:
    await bot.start()

    assert not await bot.start([dict(reversed(command.items())) for command in COMMANDS])


async def test_another_application_has_commands_of_its_own(bot: Bot) -> None:
    await bot.start()

    assert await bot.start(application_id=12)
    assert not await bot.start()


async def test_a_server_for_development_gets_them_alone(bot: Bot) -> None:
    await bot.start()

    assert await bot.start(CHANGED, guild_id=SERVER)
    assert not await bot.start(CHANGED, guild_id=SERVER)

    assert bot.discord.commands == {(OURS, None): COMMANDS, (OURS, SERVER): CHANGED}
    assert not await bot.start()


async def test_another_server_gets_them_too(bot: Bot) -> None:
    await bot.start(guild_id=SERVER)

    assert await bot.start(guild_id=OTHER_SERVER)


async def test_what_failed_is_done_again(bot: Bot) -> None:
    bot.discord.errors.append(ConnectionError())
    with pytest.raises(ConnectionError):
        await bot.start()

    assert await bot.start()

    assert bot.discord.commands == {(OURS, None): COMMANDS}
