"""Tells the app what happens, over whatever way is chosen, and again where it does not say that it has it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from tests.bell import Bell
from tests.slack.told import PATIENCE, Json, Kind, Told

TIMED_OUT: Final = "timeout"
"""The reason for another try where nothing was heard. https://docs.slack.dev/apis/events-api#retries."""

NOT_THE_BOT: Final = "a stand-in tells it again until somebody hears it"
"""The name of tasks that may be left when a bot ends."""


class Way(Protocol):
    """A way to the app."""

    @property
    def pauses(self) -> Sequence[float]:
        """Seconds before each further try."""
        ...

    async def send(self, told: Told) -> str | None:
        """Try once. None where the app has it, else why it has not."""
        ...


@dataclass(eq=False)
class Delivery:
    """Everything the app is told goes through here."""

    bell: Bell
    way: Way
    patience: float = PATIENCE
    told: list[Told] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def tell(self, kind: Kind, payload: Json) -> Told:
        """Send it, from now on. Events are sent again until the app has them; what people do is sent once."""
        told = Told(kind, payload)
        self.told.append(told)
        self._begin(self._deliver(told))
        return told

    def repeat_last_event(self, reason: str = TIMED_OUT) -> Told:
        """Send the last event once more, the same to the letter, as if its “all right” had been lost."""
        last = next(told for told in reversed(self.told) if told.kind is Kind.EVENT)
        again = Told(Kind.EVENT, last.payload, tries=max(1, last.tries), reasons=[*last.reasons, reason])
        self.told.append(again)
        self._begin(self._deliver(again))
        return again

    async def answered(self, told: Told) -> Told:
        """Wait until the app has it, or Slack has given up."""
        await self.bell.look(lambda: told.is_acknowledged or told.is_given_up, within=self.patience * 5 + 5)
        return told

    async def close(self) -> None:
        """Stop, whatever is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=NOT_THE_BOT)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, told: Told) -> None:
        pauses = list(self.way.pauses) if told.kind is Kind.EVENT else []
        for pause in (*pauses, None):
            told.tries += 1
            reason = await self.way.send(told)
            self.bell.ring()
            if reason is None or told.is_acknowledged:
                return
            if pause is not None:
                told.reasons.append(reason)
                await asyncio.sleep(pause)
        told.given_up = reason
        self.bell.ring()
