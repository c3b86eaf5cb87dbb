"""What tests ask of a running sandbox: counts, faults, delay, reset."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest

from adapters.sandbox.faults import FAULTS
from adapters.sandbox.server import open_sandbox
from tests.adapters.sandbox.customer import Customer, Doorbell, a_body, until


async def test_the_control_endpoint_wants_the_key(customer: Customer) -> None:
    async with (
        aiohttp.ClientSession() as stranger,
        stranger.get(f"{customer.sandbox.url}/control/tasks") as answer,
    ):
        assert answer.status == 401


async def test_submits_are_counted_by_callback_address_or_prompt(customer: Customer, doorbell: Doorbell) -> None:
    await customer.order("a red kite", doorbell.url)
    await customer.order("another prompt", doorbell.url)
    task_id = await customer.order("a blue kite")
    await customer.finished(task_id)

    _, seen = await customer.control("GET", "tasks")

    assert seen["submits"] == {doorbell.url: 2, "a blue kite": 1}
    assert (seen["submits_max"], len(seen["tasks"])) == (2, 3)
    assert seen["status_calls"] == seen["tasks"][2]["status_calls"] >= 1
    assert seen["tasks"][0]["prompt"] == "a red kite"


async def test_the_most_tasks_in_flight_are_remembered(customer: Customer) -> None:
    for _ in range(3):
        await customer.order("a red kite")
    await until(lambda: customer.sandbox.counts()["in_flight"] == 0)
    await customer.order("a red kite")

    assert (await customer.control("GET", "counts"))[1]["in_flight_max"] == 3


async def test_answers_are_counted_by_method_and_status(customer: Customer) -> None:
    await customer.submit(body=a_body("a kite #429"))
    await customer.status(await customer.order("a kite"))
    with pytest.raises(aiohttp.ClientConnectionError):
        await customer.submit(body=a_body("a kite #dropped"))

    assert customer.sandbox.counts()["requests"] == {"POST 429": 1, "POST 200": 1, "GET 200": 1, "POST 499": 1}


async def test_a_fault_set_from_outside_strikes_as_often_as_told(customer: Customer) -> None:
    rule = {"fault": "429", "times": 2, "value": "5"}
    assert await customer.control("POST", "faults", rule) == (200, {"rules": 1})

    codes = [(await customer.submit())[0] for _ in range(3)]

    assert codes == [429, 429, 200]


async def test_a_fault_can_be_meant_for_one_model_or_for_some_prompts(customer: Customer) -> None:
    rules = [{"fault": "402", "model": "sora-2-pro"}, {"fault": "500", "prompt": "blue"}]
    await customer.control("POST", "faults", rules)
    pro = a_body(aspect_ratio=None, size="1280*720")

    assert (await customer.submit("sora-2-pro", pro))[0] == 402
    assert (await customer.submit(body=a_body("a red kite")))[0] == 200
    assert (await customer.submit(body=a_body("a blue kite")))[0] == 500
    assert (await customer.submit(body=a_body("a blue kite")))[0] == 500


async def test_faults_are_listed_and_forgotten(customer: Customer) -> None:
    await customer.control("POST", "faults", {"fault": "402"})
    _, listed = await customer.control("GET", "faults")
    await customer.control("DELETE", "faults")

    assert set(listed["faults"]) == set(FAULTS)
    assert listed["rules"][0]["name"] == "402"
    assert (await customer.submit())[0] == 200


@pytest.mark.parametrize("rule", [{"fault": "no-such"}, {"fault": "402", "often": 1}, {"fault": "402", "times": 0}, 7])
async def test_a_rule_that_makes_no_sense_is_refused(customer: Customer, rule: object) -> None:
    assert (await customer.control("POST", "faults", rule))[0] == 400


async def test_the_delay_can_be_changed(customer: Customer) -> None:
    await customer.control("POST", "delay", {"seconds": 0.4})

    assert (await customer.finished(await customer.order("a kite")))["costTime"] >= 390


async def test_a_reset_forgets_everything_and_stops_what_runs(customer: Customer, doorbell: Doorbell) -> None:
    customer.sandbox.fault("402", times=5)
    customer.sandbox.clear_faults()
    customer.sandbox.set_delay(timedelta(seconds=0.2))
    task_id = await customer.order("a kite", doorbell.url)
    await customer.control("POST", "reset")

    assert (await customer.status(task_id))["http"] == 404
    assert customer.sandbox.counts()["in_flight"] == 0
    await customer.finished(await customer.order("another kite"))
    assert doorbell.rung == []


async def test_the_oldest_finished_tasks_are_forgotten() -> None:
    key = {"Authorization": "Bearer sandbox"}
    async with (
        open_sandbox(clip=b"clip", delay=timedelta(0), keep_tasks=5) as sandbox,
        aiohttp.ClientSession(headers=key) as http,
    ):
        customer = Customer(http, sandbox)
        ids = []
        for number in range(9):
            ids.append(await customer.order(f"kite {number}"))
            await customer.finished(ids[-1])

        kept = list(sandbox.workshop.book.tasks)

    assert kept == ids[-5:]
