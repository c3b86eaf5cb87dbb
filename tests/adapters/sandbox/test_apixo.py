"""APIXO's API as its documents describe it, over real HTTP."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import aiohttp
import pytest

from adapters.sandbox.server import open_sandbox
from tests.adapters.sandbox.customer import Customer, a_body, result_of, until


async def test_an_accepted_task_is_answered_with_its_id_alone(customer: Customer) -> None:
    status, answer = await customer.submit()

    task_id = answer["data"]["taskId"]
    assert status == 200
    assert answer == {"code": 200, "message": "success", "data": {"taskId": task_id}}
    assert task_id.startswith("task_")


async def test_a_task_goes_from_pending_over_processing_to_success(customer: Customer) -> None:
    customer.sandbox.set_delay(timedelta(seconds=0.6))
    task_id = await customer.order("a red kite")

    seen = []
    async with asyncio.timeout(10):
        while "success" not in seen:
            state = (await customer.status(task_id))["state"]
            if state not in seen:
                seen.append(state)

    assert seen == ["pending", "processing", "success"]


async def test_a_finished_task_tells_its_result_as_a_string_and_its_times_in_milliseconds(customer: Customer) -> None:
    before = time.time() * 1000
    data = await customer.finished(await customer.order("a red kite"))

    assert isinstance(data["resultJson"], str)
    assert result_of(data).startswith(f"{customer.sandbox.url}/media/")
    assert before - 1 <= data["createTime"] <= data["completeTime"] <= time.time() * 1000
    assert data["costTime"] == data["completeTime"] - data["createTime"] >= 95


async def test_a_running_task_tells_no_result_and_no_end(customer: Customer) -> None:
    customer.sandbox.set_delay(timedelta(seconds=30))

    data = await customer.status(await customer.order("a red kite"))

    assert set(data) == {"http", "taskId", "state", "createTime"}


async def test_a_failed_task_is_answered_with_code_200(customer: Customer) -> None:
    data = await customer.finished(await customer.order("a red kite #moderated"))

    assert data["http"] == 200
    assert (data["state"], data["failCode"]) == ("failed", "CONTENT_VIOLATION")
    assert data["failMsg"]
    assert "resultJson" not in data
    assert "costTime" not in data


async def test_a_wrong_key_is_refused(customer: Customer) -> None:
    status, answer = await customer.submit(Authorization="Bearer wrong")

    assert (status, answer["code"]) == (401, 401)
    assert customer.sandbox.counts()["tasks"] == 0


async def test_an_unknown_task_is_not_found_and_neither_is_one_of_another_model(customer: Customer) -> None:
    task_id = await customer.order("a red kite")

    assert (await customer.status("task_unknown"))["http"] == 404
    assert (await customer.status(task_id, "sora-2-pro"))["http"] == 404
    assert (await customer.status(""))["http"] == 400


async def test_a_model_that_is_not_offered_is_not_found(customer: Customer) -> None:
    status, answer = await customer.submit("sora-9")

    assert (status, answer["data"]["failCode"]) == (404, "MODEL_UNAVAILABLE")


async def test_a_body_that_is_not_json_is_a_bad_request(customer: Customer) -> None:
    url = f"{customer.sandbox.apixo_base_url}/generateTask/sora-2"
    for kind, body in (("application/json", b"{"), ("text/plain", b"{}"), ("application/json", b"[]")):
        async with customer.http.post(url, data=body, headers={"Content-Type": kind}) as answer:
            assert answer.status == 400
            assert (await answer.json())["data"]["error"]


async def test_the_result_is_served_whole_with_its_length_and_in_ranges(customer: Customer, clip: bytes) -> None:
    url = await customer.result(await customer.order("a red kite"))

    async with customer.http.get(url) as whole:
        assert (whole.status, whole.content_type, whole.content_length) == (200, "video/mp4", len(clip))
        assert await whole.read() == clip
    async with customer.http.get(url, headers={"Range": "bytes=100-299"}) as part:
        assert (part.status, part.headers["Content-Range"]) == (206, f"bytes 100-299/{len(clip)}")
        assert await part.read() == clip[100:300]


async def test_the_result_of_a_task_that_is_not_done_is_not_there(customer: Customer) -> None:
    customer.sandbox.set_delay(timedelta(seconds=30))
    await customer.order("a red kite")
    (media_id,) = customer.sandbox.workshop.book.by_media

    async with customer.http.get(f"{customer.sandbox.url}/media/{media_id}.mp4") as answer:
        assert answer.status == 404


async def test_more_requests_than_a_minute_allows_are_asked_to_wait() -> None:
    async with open_sandbox(clip=b"clip", requests_per_minute=3) as sandbox, aiohttp.ClientSession() as http:
        customer = Customer(http, sandbox)
        key = {"Authorization": f"Bearer {sandbox.key}"}

        codes = [(await customer.submit(**key))[0] for _ in range(4)]
        url = f"{sandbox.apixo_base_url}/generateTask/sora-2"
        async with http.post(url, json=a_body(), headers=key) as answer:
            wait = int(answer.headers["Retry-After"])

    assert codes == [200, 200, 200, 429]
    assert 50 <= wait <= 60


async def test_more_tasks_at_once_than_allowed_are_asked_to_wait() -> None:
    async with open_sandbox(clip=b"clip", tasks_at_once=2, delay=timedelta(seconds=0.2)) as sandbox:
        key = {"Authorization": f"Bearer {sandbox.key}"}
        async with aiohttp.ClientSession(headers=key) as http:
            customer = Customer(http, sandbox)

            codes = [(await customer.submit())[0] for _ in range(3)]
            await until(lambda: sandbox.counts()["in_flight"] == 0)
            later = (await customer.submit())[0]

    assert codes == [200, 200, 429]
    assert later == 200


async def test_closing_ends_tasks_callbacks_and_held_requests() -> None:
    key = {"Authorization": "Bearer sandbox"}
    async with (
        asyncio.timeout(10),
        open_sandbox(clip=b"clip", delay=timedelta(hours=1)) as sandbox,
        aiohttp.ClientSession(headers=key) as http,
    ):
        customer = Customer(http, sandbox)
        await customer.order("a red kite")
        hanging = asyncio.create_task(customer.submit(body=a_body("a kite #hang")))
        await until(lambda: sandbox.counts()["tasks"] == 2)
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)

    assert hanging.cancelled()


async def test_an_error_of_the_block_comes_out_as_it_is() -> None:
    with pytest.raises(LookupError):
        await _fail_inside()


async def _fail_inside() -> None:
    async with open_sandbox(clip=b"clip"):
        raise LookupError
