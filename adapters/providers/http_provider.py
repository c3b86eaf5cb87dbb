"""A `VideoProvider` made of a provider's spec, an account there, and the HTTP client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from adapters.providers.account import Account
from adapters.providers.client import HttpClient
from adapters.providers.details import safe_detail
from adapters.providers.refusals import trouble
from adapters.providers.spec import ProviderSpec
from bot.domain.errors import BadRequest, ProviderTrouble, Refused
from bot.domain.job_events import TaskId
from bot.ports import Ended, Order, ProviderUpdate


class HttpProvider:
    """Asks the spec what to send, sends it, and asks the spec what the answer means."""

    def __init__(self, spec: ProviderSpec, client: HttpClient, account: Account) -> None:
        self._spec = spec
        self._client = client
        self._account = account

    async def submit(self, order: Order) -> TaskId:
        """As `VideoProvider.submit`: one request, never repeated."""
        with self._clean_details(order):
            answer = await self._client.call(self._account, self._spec.submit_call(order))
            return self._spec.read_submit(answer)

    async def status(self, task_id: TaskId, order: Order) -> ProviderUpdate:
        """As `VideoProvider.status`."""
        with self._clean_details(order):
            answer = await self._client.call(self._account, self._spec.status_call(task_id, order))
            update = self._spec.read_status(answer)
        if isinstance(update, Ended):
            return replace(update, detail=safe_detail(update.detail, self._hidden(order)))
        return update

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> TaskId | None:
        """As `VideoProvider.read_callback`."""
        return self._spec.read_callback(headers, body)

    async def cancel(self, task_id: TaskId, order: Order) -> bool:
        """As `VideoProvider.cancel`. A task that is over, or unknown, counts as cancelled."""
        call = self._spec.cancel_call(task_id, order)
        if call is None:
            return False
        with self._clean_details(order):
            answer = await self._client.call(self._account, call)
            if not 200 <= answer.status < 300 and answer.status not in (404, 409):
                raise trouble(answer.status, answer.headers, "")
        return True

    @contextmanager
    def _clean_details(self, order: Order) -> Iterator[None]:
        try:
            yield
        except (Refused, BadRequest, ProviderTrouble) as error:
            error.detail = safe_detail(error.detail, self._hidden(order))
            raise

    def _hidden(self, order: Order) -> Iterable[str]:
        """What no detail may quote: the key, the person's words, and addresses with our signature."""
        yield from self._account.key_headers.values()
        yield order.request.prompt
        yield order.request.negative_prompt or ""
        yield order.callback_url or ""
        yield from order.image_links
