"""Callbacks: when they come, how often, and in all the wrong ways."""

from __future__ import annotations

from datetime import timedelta

from adapters.sandbox.callbacks import with_wrong_secret
from tests.adapters.sandbox.customer import Customer, Doorbell, a_body, until


def tries(customer: Customer, task_id: str) -> list[int]:
    return customer.sandbox.workshop.book.tasks[task_id].callbacks


def settled(customer: Customer, task_id: str) -> bool:
    return customer.sandbox.workshop.book.tasks[task_id].settled.is_set()


async def test_the_callback_is_what_the_status_endpoint_says(customer: Customer, doorbell: Doorbell) -> None:
    task_id = await customer.order("a red kite", doorbell.url)
    await doorbell.wait_for(1)

    (body,) = doorbell.bodies()
    status = await customer.status(task_id)
    assert body == {"code": 200, "message": "success", "data": {k: v for k, v in status.items() if k != "http"}}
    assert body["data"]["state"] == "success"


async def test_a_failed_task_calls_back_too(customer: Customer, doorbell: Doorbell) -> None:
    await customer.order("a red kite #fail=PROCESSING_TIMEOUT", doorbell.url)
    await doorbell.wait_for(1)

    (body,) = doorbell.bodies()
    assert (body["code"], body["data"]["failCode"]) == (200, "PROCESSING_TIMEOUT")


async def test_a_task_that_is_polled_calls_nobody(customer: Customer, doorbell: Doorbell) -> None:
    body = a_body() | {"callback_url": doorbell.url}
    _, answer = await customer.submit(body=body)
    await until(lambda: settled(customer, answer["data"]["taskId"]))

    assert doorbell.rung == []


async def test_a_callback_is_repeated_until_the_answer_is_exactly_200(customer: Customer, doorbell: Doorbell) -> None:
    doorbell.statuses = [500, 204]
    task_id = await customer.order("a red kite", doorbell.url)
    await until(lambda: settled(customer, task_id))

    assert tries(customer, task_id) == [500, 204, 200]
    assert len(set(doorbell.rung)) == 1


async def test_a_callback_is_repeated_three_times_at_most(customer: Customer, doorbell: Doorbell) -> None:
    doorbell.statuses = [500] * 10
    task_id = await customer.order("a red kite", doorbell.url)
    await until(lambda: settled(customer, task_id))

    assert tries(customer, task_id) == [500] * 4


async def test_a_callback_to_nobody_is_given_up(customer: Customer) -> None:
    task_id = await customer.order("a red kite", "http://127.0.0.1:9/nobody")
    await until(lambda: settled(customer, task_id))

    assert tries(customer, task_id) == [0] * 4


async def test_a_lost_callback_never_comes(customer: Customer, doorbell: Doorbell) -> None:
    task_id = await customer.order("a red kite #lost-callback", doorbell.url)
    await until(lambda: settled(customer, task_id))

    assert doorbell.rung == []
    assert (await customer.status(task_id))["state"] == "success"


async def test_a_callback_can_come_twice_or_five_times(customer: Customer, doorbell: Doorbell) -> None:
    twice = await customer.order("a red kite #twice", doorbell.url)
    await until(lambda: settled(customer, twice))
    assert len(doorbell.rung) == 2

    five = await customer.order("a red kite #twice=5", doorbell.url)
    await until(lambda: settled(customer, five))
    assert len(doorbell.rung) == 7


async def test_a_late_callback_comes_after_the_end(customer: Customer, doorbell: Doorbell) -> None:
    task_id = await customer.order("a red kite #late=0.3", doorbell.url)
    await customer.finished(task_id)
    assert doorbell.rung == []

    await doorbell.wait_for(1)
    assert doorbell.bodies()[0]["data"]["taskId"] == task_id


async def test_a_forged_callback_comes_first_and_has_the_wrong_secret(customer: Customer, doorbell: Doorbell) -> None:
    await customer.order("a red kite #forged", doorbell.url)
    await doorbell.wait_for(2)

    (forged, claim), (real, _) = doorbell.rung
    assert (forged, real) == ("/callbacks/job-1?secret=abc0", "/callbacks/job-1?secret=abc1")
    assert b"169.254.169.254" in claim


async def test_a_lying_callback_claims_success_while_the_task_runs(customer: Customer, doorbell: Doorbell) -> None:
    customer.sandbox.set_delay(timedelta(seconds=0.5))
    task_id = await customer.order("a red kite #lying-callback", doorbell.url)
    await doorbell.wait_for(1)

    assert doorbell.bodies()[0]["data"]["state"] == "success"
    assert (await customer.status(task_id))["state"] == "processing"


async def test_a_callback_for_another_task_and_one_about_progress_can_come_before(
    customer: Customer, doorbell: Doorbell
) -> None:
    task_id = await customer.order("a red kite #foreign-callback #callback-progress", doorbell.url)
    await doorbell.wait_for(3)

    progress, foreign, real = (body["data"] for body in doorbell.bodies())
    assert (progress["taskId"], progress["state"]) == (task_id, "processing")
    assert foreign["taskId"] != task_id
    assert (real["taskId"], real["state"]) == (task_id, "success")


async def test_a_callback_need_not_be_json(customer: Customer, doorbell: Doorbell) -> None:
    await customer.order("a red kite #callback-non-json", doorbell.url)
    await doorbell.wait_for(1)

    assert doorbell.rung[0][1].startswith(b"<html>")


async def test_a_callback_can_overtake_the_answer_to_the_submit(customer: Customer, doorbell: Doorbell) -> None:
    customer.sandbox.set_delay(timedelta(hours=1))
    task_id = await customer.order("a red kite #early-callback", doorbell.url)

    assert [body["data"]["taskId"] for body in doorbell.bodies()] == [task_id]


def test_a_wrong_secret_differs_in_the_path_where_there_is_no_query() -> None:
    assert with_wrong_secret("https://bot.example/cb/s1") == "https://bot.example/cb/s0"
