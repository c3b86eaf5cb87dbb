"""The words that make the sandbox misbehave, and what it does then."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from adapters.sandbox.apixo import FAIL_CODES
from adapters.sandbox.faults import FAULTS, Asked, Stage, asked_in, without_faults
from tests.adapters.sandbox.customer import Customer, a_body, until


def test_a_prompt_asks_for_faults_with_values_and_times() -> None:
    prompt = "a kite #429*2 #slow=20, #fail=NSFW*3 #MODERATED #sunset #4 kite#cut"

    assert asked_in(prompt) == (
        Asked("429", "", 2),
        Asked("slow", "20", None),
        Asked("fail", "NSFW", 3),
        Asked("moderated", "", None),
    )


def test_the_words_are_not_drawn() -> None:
    assert without_faults("a kite #429*2 over the #sunset #slow=20") == "a kite  over the #sunset"
    assert without_faults("  a kite ") == "  a kite "


def test_every_fault_is_described_in_one_line() -> None:
    assert all(fault.description and "\n" not in fault.description for fault in FAULTS.values())
    assert {fault.stage for fault in FAULTS.values()} == set(Stage)


@pytest.mark.parametrize(
    ("word", "code"),
    [("401", 401), ("402", 402), ("403", 403), ("404", 404), ("429", 429), ("500", 500), ("503", 503)],
)
async def test_a_submit_can_be_refused_and_makes_no_task(customer: Customer, word: str, code: int) -> None:
    status, answer = await customer.submit(body=a_body(f"a kite #{word}"))

    assert (status, answer["code"]) == (code, code)
    assert customer.sandbox.counts()["tasks"] == 0


async def test_a_refusal_for_its_content_says_so(customer: Customer) -> None:
    _, answer = await customer.submit(body=a_body("a kite #403"))

    assert answer["data"]["failCode"] == "CONTENT_VIOLATION"


async def test_429_comes_once_with_a_wait_or_as_often_as_asked_without_one(customer: Customer) -> None:
    url = f"{customer.sandbox.apixo_base_url}/generateTask/sora-2"
    async with customer.http.post(url, json=a_body("a kite #429=7")) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (await customer.submit(body=a_body("a kite #429=7")))[0] == 200

    async with customer.http.post(url, json=a_body("a kite #429-bare*2")) as answer:
        assert (answer.status, "Retry-After" in answer.headers) == (429, False)
    assert (await customer.submit(body=a_body("a kite #429-bare*2")))[0] == 429
    assert (await customer.submit(body=a_body("a kite #429-bare*2")))[0] == 200


async def test_errors_can_come_with_the_code_in_the_body_alone(customer: Customer) -> None:
    status, answer = await customer.submit(body=a_body("a kite #402 #code-only"))

    assert (status, answer["code"]) == (200, 402)


async def test_a_model_can_be_gone(customer: Customer) -> None:
    status, answer = await customer.submit(body=a_body("a kite #model-gone"))

    assert (status, answer["data"]["failCode"]) == (404, "MODEL_UNAVAILABLE")


@pytest.mark.parametrize(("word", "tasks"), [("dropped", 0), ("lost-answer", 1)])
async def test_the_connection_of_a_submit_can_break(customer: Customer, word: str, tasks: int) -> None:
    with pytest.raises(aiohttp.ClientConnectionError):
        await customer.submit(body=a_body(f"a kite #{word}"))

    assert customer.sandbox.counts()["tasks"] == tasks


@pytest.mark.parametrize("word", ["non-json", "cut-json"])
async def test_an_answer_to_a_submit_can_be_unreadable_though_the_task_is_made(customer: Customer, word: str) -> None:
    url = f"{customer.sandbox.apixo_base_url}/generateTask/sora-2"
    async with customer.http.post(url, json=a_body(f"a kite #{word}")) as answer:
        text = await answer.text()

    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert customer.sandbox.counts()["tasks"] == 1


async def test_an_answer_can_leave_the_task_id_out_or_be_500_though_the_task_is_made(customer: Customer) -> None:
    assert (await customer.submit(body=a_body("a kite #no-task-id")))[1]["data"] == {}
    assert (await customer.submit(body=a_body("a kite #500-made")))[0] == 500
    assert customer.sandbox.counts()["tasks"] == 2


async def test_a_submit_can_hang_and_its_task_goes_on(customer: Customer) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.4):
            await customer.submit(body=a_body("a kite #hang"))

    await until(lambda: customer.sandbox.counts()["in_flight"] == 0)
    assert customer.sandbox.counts()["tasks"] == 1


async def test_an_answer_can_be_slow(customer: Customer) -> None:
    began = time.monotonic()
    await customer.order("a kite #slow-answer=0.4")

    assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize("code", FAIL_CODES)
async def test_every_documented_fail_code_can_be_had(customer: Customer, code: str) -> None:
    customer.sandbox.set_delay(timedelta(0))

    data = await customer.finished(await customer.order(f"a kite #fail={code}"))

    assert (data["failCode"], data["failMsg"]) == (code, FAIL_CODES[code])


async def test_a_task_can_take_longer_or_never_end(customer: Customer) -> None:
    stuck = await customer.order("a kite #stuck")
    slow = await customer.finished(await customer.order("a kite #slow=0.5"))

    assert slow["costTime"] >= 490
    assert (await customer.status(stuck))["state"] == "processing"


async def test_a_success_can_have_no_result_an_unreadable_one_or_a_private_one(customer: Customer) -> None:
    no_result = await customer.finished(await customer.order("a kite #no-result"))
    bad = await customer.finished(await customer.order("a kite #bad-result"))
    private = await customer.finished(await customer.order("a kite #private-result=http://10.0.0.1/a.mp4"))

    assert json.loads(no_result["resultJson"]) == {"resultUrls": []}
    with pytest.raises(json.JSONDecodeError):
        json.loads(bad["resultJson"])
    assert json.loads(private["resultJson"]) == {"resultUrls": ["http://10.0.0.1/a.mp4"]}


@pytest.mark.parametrize(
    ("word", "code"), [("status-401", 401), ("status-404", 404), ("status-429", 429), ("status-500", 500)]
)
async def test_a_status_request_can_be_refused(customer: Customer, word: str, code: int) -> None:
    task_id = await customer.order(f"a kite #{word}*1")

    assert (await customer.status(task_id))["http"] == code
    assert (await customer.status(task_id))["http"] == 200


@pytest.mark.parametrize("word", ["status-non-json", "status-cut"])
async def test_an_answer_about_the_status_can_be_unreadable(customer: Customer, word: str) -> None:
    task_id = await customer.order(f"a kite #{word}*1")

    with pytest.raises((json.JSONDecodeError, aiohttp.ContentTypeError)):
        await customer.status(task_id)
    assert (await customer.finished(task_id))["state"] == "success"


async def test_a_status_request_can_hang(customer: Customer) -> None:
    task_id = await customer.order("a kite #status-hang")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await customer.status(task_id)


async def test_the_status_can_lag_behind_the_end(customer: Customer) -> None:
    task_id = await customer.order("a kite #stale-status=0.5")
    await until(lambda: customer.sandbox.workshop.book.tasks[task_id].is_over)

    assert (await customer.status(task_id))["state"] == "processing"
    assert (await customer.finished(task_id))["state"] == "success"


async def test_a_state_can_be_one_nobody_knows(customer: Customer) -> None:
    customer.sandbox.set_delay(timedelta(seconds=0.3))
    task_id = await customer.order("a kite #unknown-state=archiving")

    assert (await customer.status(task_id))["state"] == "archiving"
    assert (await customer.finished(task_id))["state"] == "success"


async def fetch(customer: Customer, word: str) -> tuple[int, dict[str, str], bytes]:
    url = await customer.result(await customer.order(f"a kite #{word}"))
    async with customer.http.get(url, allow_redirects=False) as answer:
        return answer.status, dict(answer.headers), await answer.read()


@pytest.mark.parametrize(("word", "code"), [("expired-result", 403), ("gone-result", 404), ("result-500", 500)])
async def test_a_result_can_be_gone(customer: Customer, word: str, code: int) -> None:
    assert (await fetch(customer, word))[0] == code


@pytest.mark.parametrize("word", ["cut", "hang-result"])
async def test_a_download_can_stop_in_the_middle(customer: Customer, word: str) -> None:
    with pytest.raises((aiohttp.ClientPayloadError, aiohttp.ClientConnectionError, TimeoutError)):
        async with asyncio.timeout(0.8):
            await fetch(customer, word)


async def test_a_download_can_be_short_empty_or_no_video(customer: Customer, clip: bytes) -> None:
    assert (await fetch(customer, "short"))[2] == clip[: len(clip) // 2]
    assert (await fetch(customer, "empty"))[2] == b""
    _, headers, page = await fetch(customer, "notvideo")
    assert (headers["Content-Type"], page[:9]) == ("video/mp4", b"<!doctype")


async def test_a_download_can_hide_its_length_be_slow_or_large(customer: Customer, clip: bytes) -> None:
    _, headers, body = await fetch(customer, "no-length")
    assert ("Content-Length" in headers, body) == (False, clip)

    began = time.monotonic()
    assert (await fetch(customer, "slow-result=0.4"))[2] == clip
    assert time.monotonic() - began >= 0.4

    _, headers, body = await fetch(customer, "big=2")
    assert (headers["Content-Length"], len(body), body[: len(clip)]) == (str(2 * 1024**2), 2 * 1024**2, clip)


async def test_a_download_can_be_redirected(customer: Customer, clip: bytes) -> None:
    url = await customer.result(await customer.order("a kite #redirect"))
    async with customer.http.get(url) as answer:
        assert (len(answer.history), await answer.read()) == (1, clip)

    status, headers, _ = await fetch(customer, "redirect-private")
    assert (status, headers["Location"]) == (302, "http://169.254.169.254/latest/video.mp4")
    with pytest.raises(aiohttp.TooManyRedirects):
        await customer.http.get(await customer.result(await customer.order("a kite #redirect-loop")))


async def test_a_download_fails_as_often_as_asked_and_then_works(customer: Customer, clip: bytes) -> None:
    url = await customer.result(await customer.order("a kite #short*2"))
    lengths = []
    for _ in range(3):
        async with customer.http.get(url) as answer:
            lengths.append(len(await answer.read()))

    assert lengths == [len(clip) // 2, len(clip) // 2, len(clip)]


async def test_words_of_several_stages_work_together(customer: Customer) -> None:
    body: dict[str, Any] = a_body("a kite #429 #moderated")

    assert (await customer.submit(body=body))[0] == 429
    _, answer = await customer.submit(body=body)
    assert (await customer.finished(answer["data"]["taskId"]))["failCode"] == "CONTENT_VIOLATION"
