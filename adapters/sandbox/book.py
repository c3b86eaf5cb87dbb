"""Remembers the tasks and counts what tests ask about: submits per job, status calls, tasks in flight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any

from adapters.sandbox.shelf import Shelf
from adapters.sandbox.task import Task


class TaskBook:
    """All tasks by id, the oldest finished ones dropped beyond `keep`. Where there is a shelf, they are kept there."""

    def __init__(self, keep: int, shelf: Shelf | None = None) -> None:
        self._keep = keep
        self._shelf = shelf
        self.tasks: dict[str, Task] = {}
        self.reset()

    def reset(self) -> None:
        """Forget every task and start all counts at zero. A task still running goes on unseen."""
        if self._shelf is not None:
            for task_id in self.tasks:
                self._shelf.drop(task_id)
        self.tasks = {}
        self.by_media: dict[str, Task] = {}
        self.running: set[str] = set()
        self.running_max = 0
        self.submits: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()

    def add(self, task: Task) -> None:
        """Take in a new task, and count its making for its owner."""
        self.restore(task)
        self.save(task)

    def restore(self, task: Task) -> None:
        """Take in a task that comes from the shelf."""
        self.tasks[task.id] = task
        self.by_media[task.media_id] = task
        if task.is_over:
            task.ended.set()
        else:
            self.running.add(task.id)
            self.running_max = max(self.running_max, len(self.running))
        self.submits[task.order.owner] += 1
        self._drop_oldest()

    def finish(self, task: Task) -> None:
        """The task no longer counts as running."""
        self.running.discard(task.id)
        task.ended.set()
        self.save(task)

    def save(self, task: Task) -> None:
        """Write down how the task is, unless it was forgotten meanwhile."""
        if self._shelf is not None and task.id in self.tasks:
            self._shelf.put(task)

    def counts(self) -> Mapping[str, Any]:
        """The sums, cheap to ask for; `requests` by what was answered, such as `POST 200`."""
        return {
            "tasks": len(self.tasks),
            "in_flight": len(self.running),
            "in_flight_max": self.running_max,
            "submits_max": max(self.submits.values(), default=0),
            "status_calls": sum(task.status_calls for task in self.tasks.values()),
            "requests": dict(self.requests),
        }

    def _drop_oldest(self) -> None:
        excess = len(self.tasks) - self._keep
        if excess <= 0:
            return
        over = (task for task in self.tasks.values() if task.is_over)
        for old in list(islice(over, excess)):
            del self.tasks[old.id]
            self.by_media.pop(old.media_id, None)
            self.submits.pop(old.order.owner, None)
            if self._shelf is not None:
                self._shelf.drop(old.id)


def describe(task: Task) -> dict[str, Any]:
    """A task as the control endpoint shows it."""
    return {
        "id": task.id,
        "provider": task.order.provider,
        "model": task.order.model,
        "prompt": task.order.prompt,
        "seconds": task.order.seconds,
        "size": str(task.order.size),
        "callback_url": task.order.callback_url,
        "state": task.state.value,
        "created_ms": task.created_ms,
        "completed_ms": task.completed_ms,
        "result": task.result,
        "status_calls": task.status_calls,
        "downloads": task.downloads,
        "callbacks": list(task.callbacks),
    }
