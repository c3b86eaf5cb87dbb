"""What a provider is to us: a table and a few pure functions, and the two shapes that HTTP has for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.job_events import TaskId
from bot.domain.video import ProviderName
from bot.ports import Order, ProviderUpdate


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpCall:
    """A request to a provider's API. `path` follows the base URL and starts with a slash; `json` is the body."""

    method: str
    path: str
    json: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole. `headers` are looked up in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ProviderSpec(Protocol):
    """All that is known about one provider, without any I/O. The `read_` functions take any bytes.

    A `detail` they put into an error or an update may quote the vendor: `HttpProvider` cleans it.
    """

    @property
    def name(self) -> ProviderName:
        """The provider's name in settings and catalogue."""
        ...

    @property
    def base_url(self) -> str:
        """Where the API is, unless the operator says otherwise; no slash at the end."""
        ...

    def key_headers(self, key: str) -> dict[str, str]:
        """The headers that carry the key."""
        ...

    def submit_call(self, order: Order) -> HttpCall:
        """The request that makes a task. Raises `PersonError` where the provider cannot be asked for this."""
        ...

    def read_submit(self, answer: Answer) -> TaskId:
        """The task's id, or the errors of `VideoProvider.submit`."""
        ...

    def status_call(self, task_id: TaskId, order: Order) -> HttpCall:
        """The request that asks how the task is."""
        ...

    def read_status(self, answer: Answer) -> ProviderUpdate:
        """How the task is, or the errors of `VideoProvider.status`."""
        ...

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> TaskId | None:
        """As `VideoProvider.read_callback`."""
        ...

    def cancel_call(self, task_id: TaskId, order: Order) -> HttpCall | None:
        """The request that stops the task; None where there is none. 2xx, 404 and 409 count as an answer."""
        ...
