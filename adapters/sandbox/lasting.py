"""The workshop whose tasks outlive it: the next one goes on with what this one leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from adapters.sandbox.faults import Stage
from adapters.sandbox.task import Failure, Task
from adapters.sandbox.workshop import Workshop, now_ms

_LATE: Final = timedelta(minutes=1)
"""Whoever waits that much longer for a task may have a deadline that is over, and ask only once."""


class LastingWorkshop(Workshop):
    """A workshop that writes down how its tasks end, where its book has a shelf.

    Time goes on while no workshop is there. The faults that a prompt asks for go on to strike; rules from outside are
    forgotten, and so is how often each fault has struck.
    """

    def take_up(self, tasks: Iterable[Task], customer_url: str) -> None:
        """Go on with what is not settled: render what is not over, and tell again what may not have been heard.

        Results are at our own address from now on, and customers at `customer_url` unless that is empty.
        """
        for task in tasks:
            self._readdress(task, customer_url)
            self.book.restore(task)
            if not task.settled.is_set():
                going_on = self._group.create_task(self._go_on(task), name=task.id)
                self._running.add(going_on)
                going_on.add_done_callback(self._running.discard)

    async def _run(self, task: Task, delay: float) -> None:
        await super()._run(task, delay)
        self.book.save(task)

    async def _fetch_image(self, task: Task) -> Failure | None:
        if task.image is not None:  # by an earlier workshop; its address may have ended since
            return None
        failure = await super()._fetch_image(task)
        if failure is None and task.order.image_url:
            self.book.save(task)
        return failure

    async def _go_on(self, task: Task) -> None:
        if task.is_over:
            await self._call_back(task, self.faults.strike(Stage.CALLBACK, task.order))
            self.book.save(task)
            return
        delay, age = self.delay.total_seconds(), (now_ms() - task.created_ms) / 1000
        task.is_late = age > delay + _LATE.total_seconds()
        await self._run(task, min(max(delay - age, 0), delay))  # a clock may have been set back

    def _readdress(self, task: Task, customer_url: str) -> None:
        if customer_url:
            task.order = task.order.moved_to(customer_url)
        path = f"/media/{task.media_id}.mp4"
        if task.result is not None and task.result.endswith(path):
            task.result = self.base_url + path
