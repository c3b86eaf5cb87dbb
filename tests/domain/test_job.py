"""The life of a job: whatever happens in whatever order, the rules of the table hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.job import (
    CANCELLABLE,
    FINAL,
    TIME_TO_POST,
    TRANSITIONS,
    CancelCost,
    Closing,
    Job,
    JobStatus,
    advance,
    cancel_cost,
)
from bot.domain.job_events import (
    AnswerLost,
    CalledBack,
    CancelAsked,
    Claimed,
    DeadlinePassed,
    Failed,
    HandedBack,
    JobEvent,
    Lease,
    Output,
    Posted,
    Progressed,
    Reason,
    Rendered,
    Submitted,
    TaskId,
)
from tests.builders import a_job
from tests.fakes import START

LATER = START + timedelta(minutes=1)
LEASE = Lease("worker", START + timedelta(minutes=2))
OUTPUT = Output("https://videos.example/1.mp4")
EVENTS: tuple[JobEvent, ...] = (
    Claimed(LEASE),
    HandedBack(LATER),
    Submitted(TaskId("t1")),
    AnswerLost(),
    CalledBack(TaskId("t1")),
    CalledBack(None),
    Progressed(0.5),
    Rendered(OUTPUT),
    Failed(Reason.CONTENT),
    CancelAsked(),
    Posted("m1"),
    DeadlinePassed(),
)
PATHS: dict[JobStatus, tuple[JobEvent, ...]] = {
    JobStatus.ACCEPTED: (),
    JobStatus.SUBMITTING: (Claimed(LEASE),),
    JobStatus.UNCONFIRMED: (Claimed(LEASE), AnswerLost()),
    JobStatus.CANCELLING: (Claimed(LEASE), CancelAsked()),
    JobStatus.QUEUED: (Claimed(LEASE), Submitted(TaskId("t1"))),
    JobStatus.RENDERING: (Claimed(LEASE), Submitted(TaskId("t1")), Progressed()),
    JobStatus.FETCHING: (Claimed(LEASE), Submitted(TaskId("t1")), Rendered(OUTPUT)),
    JobStatus.POSTED: (Claimed(LEASE), Submitted(TaskId("t1")), Rendered(OUTPUT), Posted("m1")),
    JobStatus.FAILED: (Failed(Reason.CONTENT),),
    JobStatus.CANCELLED: (CancelAsked(),),
    JobStatus.EXPIRED: (DeadlinePassed(),),
    JobStatus.LOST: (Claimed(LEASE), DeadlinePassed()),
}

histories = st.builds(
    lambda path, more: [*((event, 0) for event in path), *more],
    st.sampled_from(list(PATHS.values())),
    st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(-30, 600)), max_size=12),
)


def job_in(status: JobStatus, **changes: Any) -> Job:
    job = a_job(**changes)
    for event in PATHS[status]:
        after = advance(job, event, START)
        assert after is not None
        job = after
    assert job.status is status
    return job


def every_step(job: Job, history: list[tuple[JobEvent, int]]) -> list[tuple[Job, JobEvent, datetime, Job]]:
    """Each change that took place: before, event, when, after."""
    steps = []
    now = START
    for event, seconds in history:
        now += timedelta(seconds=seconds)
        after = advance(job, event, now)
        if after is not None:
            steps.append((job, event, now, after))
            job = after
    return steps


def test_every_event_is_one_that_the_table_can_speak_of() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(JobEvent))


@pytest.mark.parametrize("status", sorted(FINAL))
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_final_means_final(status: JobStatus, event: JobEvent) -> None:
    assert advance(job_in(status), event, LATER) is None


@pytest.mark.parametrize("status", JobStatus)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_without_a_row_changes_nothing_and_one_with_a_row_goes_where_it_says(
    status: JobStatus, event: JobEvent
) -> None:
    after = advance(job_in(status), event, LATER)

    assert (after.status if after else None) == TRANSITIONS.get((status, type(event)))


@given(histories, st.booleans())
def test_the_reservation_is_closed_exactly_when_the_job_is_final(
    history: list[tuple[JobEvent, int]], cancel_stops_bill: bool
) -> None:
    for _before, _event, now, after in every_step(a_job(cancel_stops_bill=cancel_stops_bill), history):
        assert (after.closing is not None) == after.is_final
        assert after.finished_at == (now if after.is_final else None)


@given(histories, st.booleans())
def test_a_posted_video_is_paid_for_and_one_that_never_came_is_not(
    history: list[tuple[JobEvent, int]], cancel_stops_bill: bool
) -> None:
    for _before, _event, _now, after in every_step(a_job(cancel_stops_bill=cancel_stops_bill), history):
        if after.status is JobStatus.POSTED:
            assert after.closing is Closing.SETTLED
        if after.status in (JobStatus.FAILED, JobStatus.EXPIRED, JobStatus.LOST):
            assert after.closing is Closing.RELEASED


@given(histories)
def test_a_job_that_ends_without_a_video_has_a_reason_and_one_with_a_video_has_none(
    history: list[tuple[JobEvent, int]],
) -> None:
    for _before, _event, _now, after in every_step(a_job(), history):
        if after.is_final:
            assert (after.reason is None) == (after.status is JobStatus.POSTED)


@given(histories, st.booleans())
def test_a_place_at_the_provider_is_held_from_the_claim_until_the_task_is_over(
    history: list[tuple[JobEvent, int]], cancel_stops_bill: bool
) -> None:
    at_the_provider = {
        JobStatus.SUBMITTING,
        JobStatus.UNCONFIRMED,
        JobStatus.CANCELLING,
        JobStatus.QUEUED,
        JobStatus.RENDERING,
    }
    for before, _event, _now, after in every_step(a_job(cancel_stops_bill=cancel_stops_bill), history):
        if after.status in at_the_provider:
            assert after.slot_until is not None
        if after.status in (JobStatus.ACCEPTED, JobStatus.FETCHING, JobStatus.POSTED, JobStatus.FAILED):
            assert after.slot_until is None
        if after.is_final and after.slot_until is not None:
            assert after.slot_until == before.slot_until  # never longer than the task could take


@given(histories)
def test_nobody_keeps_a_lease_on_a_job_that_has_ended_or_is_not_being_sent(
    history: list[tuple[JobEvent, int]],
) -> None:
    for _before, _event, _now, after in every_step(a_job(), history):
        if after.status not in (JobStatus.SUBMITTING, JobStatus.CANCELLING):
            assert after.lease is None


@given(histories)
def test_progress_and_deadline_never_make_a_finished_video_late(history: list[tuple[JobEvent, int]]) -> None:
    for before, event, now, after in every_step(a_job(), history):
        assert after.deadline_at >= before.deadline_at
        if isinstance(event, Rendered) and not after.is_final:
            assert after.deadline_at >= now + TIME_TO_POST


@given(histories)
def test_a_task_id_once_known_stays_unless_the_answer_to_the_submit_names_another(
    history: list[tuple[JobEvent, int]],
) -> None:
    for before, event, _now, after in every_step(a_job(), history):
        if before.task_id is not None and not isinstance(event, Submitted):
            assert after.task_id == before.task_id


@pytest.mark.parametrize("status", sorted(CANCELLABLE - {JobStatus.SUBMITTING}))
@pytest.mark.parametrize("cancel_stops_bill", [True, False])
def test_the_question_before_a_cancel_says_what_the_cancel_will_cost(
    status: JobStatus, cancel_stops_bill: bool
) -> None:
    job = job_in(status, cancel_stops_bill=cancel_stops_bill)

    after = advance(job, CancelAsked(), LATER)

    assert after is not None
    assert (after.closing is Closing.SETTLED) == (cancel_cost(job) is CancelCost.CHARGED)


def test_what_a_cancel_costs_is_open_while_the_request_is_being_sent() -> None:
    assert cancel_cost(job_in(JobStatus.SUBMITTING)) is CancelCost.OPEN
    assert cancel_cost(job_in(JobStatus.SUBMITTING, cancel_stops_bill=True)) is CancelCost.NOTHING


@pytest.mark.parametrize(
    ("event", "closing"),
    [
        (HandedBack(LATER), Closing.RELEASED),
        (Failed(Reason.BAD_REQUEST), Closing.RELEASED),
        (AnswerLost(), Closing.RELEASED),
        (DeadlinePassed(), Closing.RELEASED),
        (Submitted(TaskId("t1")), Closing.SETTLED),
        (Rendered(OUTPUT), Closing.SETTLED),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, Closing) else value.value,
)
def test_a_cancel_while_being_sent_is_paid_for_only_if_the_provider_took_the_request(
    event: JobEvent, closing: Closing
) -> None:
    after = advance(job_in(JobStatus.CANCELLING), event, LATER)

    assert after is not None
    assert (after.status, after.closing) == (JobStatus.CANCELLED, closing)


def test_statuses_that_can_be_cancelled_are_those_with_a_row_for_it() -> None:
    assert {status for status, event in TRANSITIONS if event is CancelAsked} == CANCELLABLE


def test_every_status_that_is_not_final_ends_at_its_deadline() -> None:
    assert {status for status, event in TRANSITIONS if event is DeadlinePassed} == set(JobStatus) - FINAL
