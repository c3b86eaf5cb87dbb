"""People ask for videos while somebody pulls the plug, again and again; afterwards everything is counted."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import aiohttp

from adapters.sandbox.server import Sandbox
from tests.chat_client import PageClient
from tests.scenarios.databases import Database, Rows
from tests.scenarios.processes import PASSWORD, BotProcess

ROOMS: Final = ("studio", "ideas", "random")
TROUBLES: Final = (
    "",
    "",
    "#slow-answer=0.3",
    "#slow-result=0.5",
    "#twice",
    "#lost-answer",
    "#lost-callback",
    "#slow=2",
)
"""What the prompts ask the sandbox for, so that a kill meets jobs at every step."""

LEASES_END: Final = timedelta(seconds=130)
DEADLINE: Final = timedelta(minutes=15)
"""The bot's `SORA_JOB_DEADLINE_MINUTES` has to be less, and its leases have to be shorter than the span above."""


@dataclass(slots=True, kw_only=True)
class PulledPlug:
    """One bot whose process is killed `kills` times while people ask for `jobs` videos.

    `seed` repeats the plan of a run, if not its every moment. `met` counts the steps at which a kill found jobs.
    """

    bot: BotProcess
    client: PageClient
    sandbox: Sandbox
    database: Database
    seed: int
    jobs: int
    kills: int
    asked: dict[str, str] = field(default_factory=dict)
    asked_again: int = 0
    met: Counter[str] = field(default_factory=Counter)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    async def go(self) -> None:
        """The whole story: people ask, the plug is pulled, and at last everything is well for good."""
        await self.bot.start()
        assert (await self.client.sign_in(PASSWORD, "Ann")).status == 200
        async with asyncio.TaskGroup() as group:
            for room in ROOMS:
                group.create_task(self._ask_in(room))
            group.create_task(self._pull())
        await self._rest()

    async def _ask_in(self, room: str) -> None:
        chance = random.Random(f"{self.seed} {room}")
        for number in range(ROOMS.index(room), self.jobs, len(ROOMS)):
            prompt = f"kite {self.seed}-{number}"
            self.asked[prompt] = room
            await self._ask(f"/sora {prompt} {chance.choice(TROUBLES)}", room, f"client-{self.seed}-{number}")
            await asyncio.sleep(chance.uniform(0, 1.5 * self.kills * len(ROOMS) / self.jobs))

    async def _ask(self, text: str, room: str, client_id: str) -> None:
        """Say it until there is an answer, as the page does: the same id every time."""
        while True:
            try:
                answer = await self.client.say(text, room=room, client_id=client_id)
            except (aiohttp.ClientError, OSError, TimeoutError):
                self.asked_again += 1
                await asyncio.sleep(0.05)
            else:
                assert answer.status == 200, answer
                return

    async def _pull(self) -> None:
        for _ in range(self.kills):
            await asyncio.sleep(self._chance.uniform(0.02, 1.2))
            await self.bot.kill()
            self.met.update(status for _, status in await self._unfinished())
            await self.bot.spawn()
            if self._chance.random() < 0.8:  # else it may die while it starts
                await asyncio.wait_for(self.bot.until_well(), 60)
        if self.bot.process is not None:
            await asyncio.wait_for(self.bot.until_well(), 60)

    async def _rest(self) -> None:
        """What is on its way arrives; then leases of dead processes end, and then what was never heard of again."""
        await self._until_nothing_moves()
        for span in (LEASES_END, DEADLINE):
            if not await self.statuses() <= {"final"}:
                await self.bot.kill()
                await self.database.stand_still(span)
                await self.bot.start()
                await self._until_nothing_moves()

    async def _until_nothing_moves(self, *, within: float = 90) -> None:
        """Until every job is final, or waits for news that nobody will send, or for the lease of a dead process."""
        async with asyncio.timeout(within):
            seen, since = await self._unfinished(), 0
            while not await self.statuses() <= {"final"} and since < 20:
                await asyncio.sleep(0.2)
                now = await self._unfinished()
                since = since + 1 if now == seen and not self.sandbox.counts()["in_flight"] else 0
                seen = now

    async def _unfinished(self) -> Rows:
        return await self.database.rows("SELECT id, status FROM jobs WHERE finished_at IS NULL ORDER BY id")

    async def statuses(self) -> set[str]:
        """The statuses of all jobs, where all that are over count as `final`."""
        return {
            status
            for (status,) in await self.database.rows(
                "SELECT DISTINCT CASE WHEN finished_at IS NULL THEN status ELSE 'final' END FROM jobs"
            )
        }

    async def videos(self) -> Counter[tuple[str, str]]:
        """How often each job's video stands in each conversation, as the page shows it: (room, job id)."""
        shown = [(room, message) for room in ROOMS for message in await self._messages(room)]
        return Counter((room, m["body"]["job_id"]) for room, m in shown if m["kind"] == "video")

    async def cards(self) -> dict[str, str]:
        """The status that each job's card shows."""
        shown = [message for room in ROOMS for message in await self._messages(room)]
        return {m["body"]["job_id"]: m["body"]["status"] for m in shown if m["kind"] == "card"}

    async def _messages(self, room: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        path = f"/api/conversations/{room}/messages"
        page = (await self.client.get(path)).body
        while True:
            found = page["messages"] + found
            if page["before"] is None:
                return found
            page = (await self.client.get(f"{path}?before={page['before']}")).body
