"""A task as JSON: everything comes back, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.apixo import ApixoVoice
from adapters.sandbox.task import Failure, Order, Problem, Task, TaskState
from adapters.sandbox.task_file import NotATask, to_json, to_task
from bot.domain.video import Size

ENVELOPES = {"apixo": ApixoVoice().envelope}

words = st.text(st.characters(exclude_categories=()))  # also halves of characters, which JSON can carry
moments = st.integers(min_value=0, max_value=2**53)
orders = st.builds(
    Order,
    provider=st.just("apixo"),
    model=words,
    prompt=words,
    seconds=st.integers(1, 60),
    size=st.builds(Size, st.integers(1, 4096), st.integers(1, 4096)),
    image_url=words,
    callback_url=words,
)
tasks = st.builds(
    Task,
    order=orders,
    envelope=st.just(ENVELOPES["apixo"]),
    created_ms=moments,
    state=st.sampled_from(TaskState),
    completed_ms=st.none() | moments,
    failure=st.none() | st.builds(Failure, st.sampled_from(Problem), st.none() | words),
    result=st.none() | words,
    image=st.none() | st.binary(),
    status_calls=st.integers(0, 10**6),
    downloads=st.integers(0, 10**6),
    callbacks=st.lists(st.integers(0, 599)),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def state_of(task: Task) -> dict[str, Any]:
    """All there is to a task. The two events and lateness belong to one run."""
    kept = {field.name: getattr(task, field.name) for field in fields(Task)}
    return kept | {"settled": task.settled.is_set(), "ended": None, "is_late": None}


def document() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(
        to_json(Task(order=Order(provider="apixo", model="sora-2"), created_ms=1, envelope=ENVELOPES["apixo"]))
    )
    return written


@given(tasks, st.booleans())
def test_everything_about_a_task_comes_back(task: Task, is_settled: bool) -> None:
    if is_settled:
        task.settled.set()

    again = to_task(to_json(task), ENVELOPES)

    assert state_of(again) == state_of(task)


@given(st.data(), anything)
def test_a_document_with_something_else_in_it_is_a_task_or_refused(data: st.DataObject, value: Any) -> None:
    changed = document()
    place = data.draw(st.sampled_from([changed, changed["order"], changed["order"]["size"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = value

    try:
        task = to_task(json.dumps(changed).encode(), ENVELOPES)
    except NotATask:
        return
    assert to_task(to_json(task), ENVELOPES).order == task.order


@given(st.binary() | anything.map(lambda value: json.dumps(value).encode()))
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(NotATask):
        to_task(content, ENVELOPES)


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_half_a_file_is_refused(length: int) -> None:
    with pytest.raises(NotATask):
        to_task(json.dumps(document()).encode()[:length], ENVELOPES)


@pytest.mark.parametrize("change", [{"version": 2}, {"version": None}, {"state": "resting"}])
def test_another_version_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotATask):
        to_task(json.dumps(document() | change).encode(), ENVELOPES)
