"""What the port `VideoProvider` promises, for every provider, against the sandbox's stand-in for its API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest

from adapters.providers.client import HttpClient, HttpLimits, open_client
from adapters.providers.http_provider import HttpProvider
from adapters.providers.registry import make_account, make_spec, provider_names
from adapters.sandbox.server import Sandbox, open_sandbox
from bot.domain.errors import (
    KeyRefused,
    ModelGone,
    OperatorError,
    OutOfCredit,
    ProviderBusy,
    ProviderTrouble,
    ProviderUnreachable,
    Refused,
    SoraError,
    TimeError,
)
from bot.domain.job_events import Reason, TaskId
from bot.ports import Done, Ended, Order, ProviderUpdate, Running, VideoProvider, Waiting
from tests.adapters.providers.orders import an_order
from tests.adapters.providers.servers import closed_port

KEY = "sandbox"
SOON = timedelta(milliseconds=50)
BASE_URLS: Final[Mapping[str, Callable[[Sandbox], str]]] = {"apixo": lambda sandbox: sandbox.apixo_base_url}
WITH_CANCEL: Final[frozenset[str]] = frozenset()
NEVER_ANSWERED: Final = ("hang", "slow-answer=60", "status-hang")
FORMS: Final = [("apixo", "official"), ("apixo", "classic")]


@dataclass(frozen=True, slots=True)
class Stage:
    """A provider's stand-in, and our way of talking to it."""

    name: str
    form: str
    sandbox: Sandbox
    patient: HttpClient
    hurried: HttpClient

    def provider(self, *, key: str = KEY, base_url: str | None = None, in_a_hurry: bool = False) -> VideoProvider:
        spec = make_spec(self.name, self.form)
        account = make_account(spec, key, base_url or BASE_URLS[self.name](self.sandbox))
        return HttpProvider(spec, self.hurried if in_a_hurry else self.patient, account)

    def order(self, prompt: str = "a red kite over the sea", **fields: Any) -> Order:
        return an_order(provider=self.name, input_form=self.form, prompt=prompt, **fields)

    @property
    def tasks_made(self) -> int:
        made: int = self.sandbox.counts()["tasks"]
        return made

    async def end_of(self, task_id: TaskId, order: Order, *, in_a_hurry: bool = False) -> ProviderUpdate:
        """Ask until the task has ended."""
        provider = self.provider(in_a_hurry=in_a_hurry)
        async with asyncio.timeout(20):
            while True:
                update = await provider.status(task_id, order)
                if not isinstance(update, Waiting | Running):
                    return update
                await asyncio.sleep(0.02)


@pytest.fixture(params=FORMS, ids="-".join)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    name, form = request.param
    async with (
        open_sandbox(key=KEY, delay=SOON, clip=b"film") as sandbox,
        open_client() as patient,
        open_client(limits=HttpLimits(read=0.5)) as hurried,
    ):
        yield Stage(name, form, sandbox, patient, hurried)


def test_every_provider_is_held_to_the_contract() -> None:
    assert {name for name, _ in FORMS} == set(provider_names())


# --- submit


async def test_every_submit_is_a_task_of_its_own(stage: Stage) -> None:
    first = await stage.provider().submit(stage.order())
    second = await stage.provider().submit(stage.order())

    assert first != second
    assert stage.tasks_made == 2


@pytest.mark.parametrize("model", ["sora-2", "sora-2-pro"])
async def test_every_shape_and_length_on_offer_is_accepted(stage: Stage, model: str) -> None:
    offer = stage.order(model=model).offer
    for shape in offer.shapes:
        for seconds in offer.seconds:
            order = stage.order(model=model, shape=f"{shape.aspect} {shape.tier}", seconds=seconds)
            await stage.provider().submit(order)

    assert stage.tasks_made == len(offer.shapes) * len(offer.seconds)


@pytest.mark.parametrize("model", ["sora-2", "sora-2-pro"])
async def test_an_order_with_an_image_and_a_callback_is_accepted(stage: Stage, model: str) -> None:
    links = ("https://bot.example/images/1",)

    await stage.provider().submit(
        stage.order(model=model, image_links=links, callback_url="https://bot.example/callbacks/1 #lost-callback")
    )

    assert stage.tasks_made == 1


@pytest.mark.parametrize(
    ("fault", "error", "made"),
    [
        ("429=7", ProviderBusy, 0),
        ("429-bare", ProviderBusy, 0),
        ("401", KeyRefused, 0),
        ("402", OutOfCredit, 0),
        ("403", Refused, 0),
        ("model-gone", ModelGone, 0),
        ("404", ModelGone, 0),
        ("429 #code-only", ProviderBusy, 0),
        ("401 #code-only", KeyRefused, 0),
        ("402 #code-only", OutOfCredit, 0),
        ("403 #code-only", Refused, 0),
        ("500 #code-only", ProviderTrouble, 0),
        ("500", ProviderTrouble, 0),
        ("503", ProviderTrouble, 0),
        ("dropped", ProviderTrouble, 0),
        ("500-made", ProviderTrouble, 1),
        ("non-json", ProviderTrouble, 1),
        ("cut-json", ProviderTrouble, 1),
        ("no-task-id", ProviderTrouble, 1),
        ("lost-answer", ProviderTrouble, 1),
        ("hang", ProviderTrouble, 1),
        ("slow-answer=60", ProviderTrouble, 1),
    ],
)
async def test_a_submit_that_goes_wrong_says_what_is_known_and_is_never_sent_twice(
    stage: Stage, fault: str, error: type[SoraError], made: int
) -> None:
    with pytest.raises(SoraError) as caught:
        await stage.provider(in_a_hurry=fault in NEVER_ANSWERED).submit(stage.order(f"a red kite #{fault}"))

    assert type(caught.value) is error
    assert stage.tasks_made == made
    assert stage.sandbox.counts()["submits_max"] <= 1


async def test_a_busy_provider_says_for_how_long(stage: Stage) -> None:
    with pytest.raises(ProviderBusy) as caught:
        await stage.provider().submit(stage.order("a red kite #429=7"))

    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_wrong_key_is_told(stage: Stage) -> None:
    with pytest.raises(KeyRefused):
        await stage.provider(key="wrong").submit(stage.order())

    assert stage.tasks_made == 0


async def test_a_provider_that_is_not_there_is_unreachable(stage: Stage) -> None:
    away = stage.provider(base_url=f"http://127.0.0.1:{closed_port()}")

    with pytest.raises(ProviderUnreachable):
        await away.submit(stage.order())
    with pytest.raises(ProviderUnreachable):
        await away.status(TaskId("task_1"), stage.order())


# --- status


async def test_a_task_ends_with_a_video(stage: Stage) -> None:
    order = stage.order()

    update = await stage.end_of(await stage.provider().submit(order), order)

    assert isinstance(update, Done)
    assert [output.url.startswith(stage.sandbox.url) for output in update.outputs] == [True]


@pytest.mark.parametrize(("fault", "reason"), [("moderated", Reason.CONTENT), ("fail", Reason.PROVIDER_FAILED)])
async def test_a_task_that_fails_ends_and_is_no_error(stage: Stage, fault: str, reason: Reason) -> None:
    order = stage.order(f"a red kite #{fault}")

    update = await stage.end_of(await stage.provider().submit(order), order)

    assert isinstance(update, Ended)
    assert update.reason is reason
    assert "kite" not in update.detail


async def test_a_task_under_way_is_waiting_or_running(stage: Stage) -> None:
    order = stage.order("a red kite #stuck #unknown-state=polishing")
    task_id = await stage.provider().submit(order)

    assert isinstance(await stage.provider().status(task_id, order), Waiting | Running)


async def test_a_task_nobody_knows_is_no_failed_task(stage: Stage) -> None:
    assert not isinstance(await stage.provider().status(TaskId("task_unknown"), stage.order()), Ended | Done)


@pytest.mark.parametrize(
    "fault",
    [
        "status-401",
        "status-429",
        "status-500",
        "status-hang",
        "status-non-json",
        "status-cut",
        "bad-result",
        "no-result",
    ],
)
async def test_a_question_that_goes_wrong_leaves_the_job_alone(stage: Stage, fault: str) -> None:
    order = stage.order(f"a red kite #{fault}")
    task_id = await stage.provider().submit(order)

    with pytest.raises((TimeError, OperatorError)):
        await stage.end_of(task_id, order, in_a_hurry=fault in NEVER_ANSWERED)


# --- callback and cancel


@pytest.mark.parametrize("body", [b"", b"\xff", b"not json", b"[1, 2]", b"[" * 100_000])
async def test_a_body_that_is_no_callback_is_a_value_error(stage: Stage, body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter
        stage.provider().read_callback({}, body)


async def test_a_callback_that_names_no_task_is_none(stage: Stage) -> None:
    assert stage.provider().read_callback({}, b"{}") is None


async def test_a_cancel_says_whether_the_provider_has_one(stage: Stage) -> None:
    order = stage.order("a red kite #stuck")
    task_id = await stage.provider().submit(order)

    assert await stage.provider().cancel(task_id, order) == (stage.name in WITH_CANCEL)
