"""Carries each task from its start to its end and its callback, with the faults that were asked for."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import aiohttp
import structlog

from adapters.sandbox.book import TaskBook
from adapters.sandbox.callbacks import Caller, with_wrong_secret
from adapters.sandbox.faultbook import FaultBook
from adapters.sandbox.faults import Stage, without_faults
from adapters.sandbox.film import Film
from adapters.sandbox.pictures import fetch_picture
from adapters.sandbox.studio import Studio
from adapters.sandbox.task import Failure, Order, Problem, Task, TaskState

PRIVATE_ADDRESS: Final = "http://169.254.169.254/latest/video.mp4"
"""An address of the private network that a client must not follow: where clouds keep their secrets."""

BAD_RESULT: Final = "bad:"
"""What stands in a task's `result` where its API should send a result nobody can parse."""

_log = structlog.get_logger(__name__)


class Workshop:
    """Owns the tasks in the making; `base_url` is where the results are served."""

    def __init__(
        self,
        *,
        book: TaskBook,
        faults: FaultBook,
        studio: Studio,
        caller: Caller,
        http: aiohttp.ClientSession,
        group: asyncio.TaskGroup,
        delay: timedelta,
    ) -> None:
        self.book = book
        self.faults = faults
        self.delay = delay
        self.base_url = ""
        self._studio = studio
        self._caller = caller
        self._http = http
        self._group = group
        self._running: set[asyncio.Task[None]] = set()

    def take(self, order: Order, envelope: Callable[[Task], Mapping[str, Any]], *, at_once: bool = False) -> Task:
        """Make a task of the order and begin it. `at_once`: it takes no longer than the rendering."""
        task = Task(order=order, created_ms=now_ms(), envelope=envelope)
        self.book.add(task)
        delay = timedelta(0) if at_once else self.delay
        running = self._group.create_task(self._run(task, delay.total_seconds()), name=task.id)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return task

    async def film_file(self, task: Task) -> Path:
        """The path of the task's video; rendered again where it was dropped for room."""
        return await self._studio.video(film_of(task))

    def cancel_all(self) -> None:
        """Stop every task and every callback still to be sent."""
        for running in self._running:
            running.cancel()

    async def _run(self, task: Task, delay: float) -> None:
        callback_faults = self.faults.strike(Stage.CALLBACK, task.order)
        try:
            await self._make(task, delay, callback_faults)
        except Exception as error:  # noqa: BLE001 - the top of a task: a bug here fails one video, not the sandbox
            _log.error("sandbox.task_broke", task=task.id, exc_info=error)
            task.failure, task.state = Failure(Problem.BROKEN), TaskState.FAILED
            task.completed_ms = now_ms()
        finally:
            self.book.finish(task)
        await self._call_back(task, callback_faults)

    async def _make(self, task: Task, delay: float, callback_faults: Mapping[str, str]) -> None:
        struck = self.faults.strike(Stage.OUTCOME, task.order)
        if "slow" in struck:
            delay = number(struck["slow"], delay * 10)
        failure = _failure(struck) or await self._fetch_image(task)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pass_time(task, delay, callback_faults))
            if failure is None:
                both.create_task(self.film_file(task))
        if "stuck" in struck:
            await asyncio.Event().wait()
        self._end(task, failure, struck)

    async def _fetch_image(self, task: Task) -> Failure | None:
        if not task.order.image_url:
            return None
        fetched = await fetch_picture(self._http, task.order.image_url)
        if isinstance(fetched, Problem):
            return Failure(fetched)
        task.image = fetched
        return None

    async def _pass_time(self, task: Task, delay: float, callback_faults: Mapping[str, str]) -> None:
        waiting = min(delay / 5, 1.0)
        await asyncio.sleep(waiting)
        task.state = TaskState.RUNNING
        await self._disturb(task, callback_faults)
        await asyncio.sleep(delay - waiting)

    def _end(self, task: Task, failure: Failure | None, struck: Mapping[str, str]) -> None:
        task.failure = failure
        task.result = None if failure else self._result(task, struck)
        task.completed_ms = now_ms()
        task.state = TaskState.FAILED if failure else TaskState.DONE

    def _result(self, task: Task, struck: Mapping[str, str]) -> str:
        if "private-result" in struck:
            return struck["private-result"] or PRIVATE_ADDRESS
        if "bad-result" in struck:
            return BAD_RESULT
        return "" if "no-result" in struck else f"{self.base_url}/media/{task.media_id}.mp4"

    async def _disturb(self, task: Task, struck: Mapping[str, str]) -> None:
        """Send the callbacks nobody should believe, while the task runs."""
        url = task.order.callback_url
        if not url:
            return
        claimed = replace(task, state=TaskState.DONE, completed_ms=now_ms(), result=PRIVATE_ADDRESS)
        if "callback-progress" in struck:
            await self._caller.post(url, to_body(task))
        if "forged" in struck:
            await self._caller.post(with_wrong_secret(url), to_body(claimed))
        if "lying-callback" in struck:
            await self._caller.post(url, to_body(claimed))
        if "foreign-callback" in struck:
            await self._caller.post(url, to_body(replace(claimed, id=f"task_{uuid4().hex}")))

    async def _call_back(self, task: Task, struck: Mapping[str, str]) -> None:
        url = task.order.callback_url
        if url and "lost-callback" not in struck:
            if "late" in struck:
                await asyncio.sleep(number(struck["late"], 20))
            body = b"<html>not json</html>" if "callback-non-json" in struck else to_body(task)
            for _ in range(round(number(struck.get("twice", "1"), 2))):
                await self._caller.deliver(url, body, task.callbacks)
        task.settled.set()


def film_of(task: Task) -> Film:
    """What the task's video shows: the prompt without the words that ask for faults."""
    order = task.order
    return Film(prompt=without_faults(order.prompt), seconds=order.seconds, size=order.size, image=task.image)


def to_body(task: Task) -> bytes:
    """The callback's body, as the task's API writes it."""
    return json.dumps(task.envelope(task)).encode()


def now_ms() -> int:
    """The moment in Unix milliseconds."""
    return int(time.time() * 1000)


def number(text: str, default: float) -> float:
    """A fault's value as a number, or its default where there is none."""
    try:
        return min(max(float(text), 0.0), 86_400.0)
    except ValueError:
        return default


def _failure(struck: Mapping[str, str]) -> Failure | None:
    if "moderated" in struck:
        return Failure(Problem.REFUSED, struck["moderated"] or None)
    if "fail" in struck:
        return Failure(Problem.BROKEN, struck["fail"] or None)
    return None
