"""A provider over real connections: one request per submit, and details without prompts, keys or signed addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from adapters.providers.account import Account
from adapters.providers.apixo import ApixoSpec
from adapters.providers.client import HttpClient, open_client
from adapters.providers.http_provider import HttpProvider
from adapters.providers.spec import HttpCall
from bot.domain.errors import BadRequest, KeyRefused, ProviderTrouble, Refused
from bot.domain.job_events import Reason, TaskId
from bot.ports import Ended, Order
from tests.adapters.providers.orders import an_order
from tests.adapters.providers.servers import WebServer, web_server

TASK = TaskId("task_1")
ORDER = an_order(
    prompt="a very secret wish of a very private person",
    callback_url="https://bot.example/callbacks/apixo/kite-1?sig=0123456789abcdef",
    image_links=("https://bot.example/images/1?sig=fedcba9876543210",),
)


@dataclass(slots=True)
class Scene:
    """A server whose next answer is set, and a provider that talks to it."""

    server: WebServer
    client: HttpClient
    status: int = 200
    body: str = "{}"
    seen: list[str] = field(default_factory=list)

    @property
    def provider(self) -> HttpProvider:
        return HttpProvider(ApixoSpec(), self.client, self.account)

    @property
    def account(self) -> Account:
        return Account(base_url=self.server.url, key_headers=ApixoSpec().key_headers("sk-0123456789abcdef"))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scenes: list[Scene] = []

    async def route(request: web.Request) -> web.Response:
        scenes[0].seen.append(f"{request.method} {request.path_qs} {request.headers.get('Authorization')}")
        return web.Response(status=scenes[0].status, text=scenes[0].body, content_type="application/json")

    async with web_server(route) as server, open_client() as client:
        scenes.append(Scene(server, client))
        yield scenes[0]


async def test_a_submit_is_one_request_with_the_key(scene: Scene) -> None:
    scene.body = '{"code": 200, "data": {"taskId": "task_1"}}'

    assert await scene.provider.submit(ORDER) == "task_1"

    assert scene.seen == ["POST /generateTask/sora-2 Bearer sk-0123456789abcdef"]


async def test_a_question_is_one_request_with_the_key(scene: Scene) -> None:
    scene.body = '{"code": 200, "data": {"state": "failed", "failCode": "NSFW", "failMsg": "no"}}'

    assert await scene.provider.status(TASK, ORDER) == Ended(Reason.CONTENT, "NSFW: no")

    assert scene.seen == ["GET /statusTask/sora-2?taskId=task_1 Bearer sk-0123456789abcdef"]


@pytest.mark.parametrize(
    "echo",
    [
        "your prompt 'a very secret wish' is bad",
        "cannot call https://bot.example/callbacks/apixo/kite-1?sig=0123456789abcdef",
        "cannot load HTTPS://BOT.EXAMPLE/images/1?sig=fedcba9876543210",
        "key sk-0123456789abcdef is bad",
        "Authorization: Bearer sk-0123456789abcdef",
    ],
)
@pytest.mark.parametrize("status", [400, 403, 500])
async def test_what_a_vendor_repeats_of_ours_is_not_kept(scene: Scene, echo: str, status: int) -> None:
    scene.status, scene.body = status, f'{{"code": {status}, "message": "{echo}"}}'

    with pytest.raises((BadRequest, Refused, ProviderTrouble)) as caught:
        await scene.provider.submit(ORDER)

    assert isinstance(caught.value, BadRequest | Refused | ProviderTrouble)
    assert not any(ours in caught.value.detail.lower() for ours in ("secret", "bot.example", "0123", "fedc"))


async def test_what_a_vendor_repeats_in_a_failure_is_not_kept(scene: Scene) -> None:
    scene.body = (
        '{"data": {"state": "failed", "failCode": "E1", "failMsg": "A VERY SECRET  WISH of a very private person"}}'
    )

    assert await scene.provider.status(TASK, ORDER) == Ended(Reason.PROVIDER_FAILED, "E1")


async def test_an_error_page_does_not_end_up_in_a_detail(scene: Scene) -> None:
    scene.status, scene.body = 400, "<html>internal host db-17.local</html>"

    with pytest.raises(BadRequest) as caught:
        await scene.provider.submit(ORDER)

    assert caught.value.detail == ""


async def test_a_cancel_that_the_provider_does_not_have_asks_nothing(scene: Scene) -> None:
    assert not await scene.provider.cancel(TASK, ORDER)

    assert scene.seen == []


class WithCancel(ApixoSpec):
    """A provider that has a cancel."""

    def cancel_call(self, task_id: TaskId, order: Order) -> HttpCall | None:
        return HttpCall(method="DELETE", path=f"/tasks/{task_id}")


@pytest.mark.parametrize("status", [200, 204, 404, 409])
async def test_a_cancel_is_passed_on(scene: Scene, status: int) -> None:
    scene.status = status

    assert await HttpProvider(WithCancel(), scene.client, scene.account).cancel(TASK, ORDER)

    assert scene.seen == ["DELETE /tasks/task_1 Bearer sk-0123456789abcdef"]


@pytest.mark.parametrize(("status", "error"), [(401, KeyRefused), (500, ProviderTrouble), (400, ProviderTrouble)])
async def test_a_cancel_that_does_not_get_through_is_told(scene: Scene, status: int, error: type[Exception]) -> None:
    scene.status = status

    with pytest.raises(error):
        await HttpProvider(WithCancel(), scene.client, scene.account).cancel(TASK, ORDER)


async def test_a_callback_is_read_as_the_provider_writes_it(scene: Scene) -> None:
    assert scene.provider.read_callback({}, b'{"data": {"taskId": "task_1"}}') == "task_1"
