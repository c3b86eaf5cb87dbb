"""Whose turn it is, by the statement and by the rule as one would say it, on any line of waiting jobs."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from adapters.storage.jobs import SqlJobs
from adapters.storage.migrate import load_migrations
from adapters.storage.sqlite_statements import SqliteStatements
from adapters.storage.statements import load_queries
from adapters.storage.stepping import run_to_end
from bot.domain.job import Job, JobStatus
from tests.builders import APIXO, a_job, a_requester
from tests.fakes import START

QUERIES = load_queries("sqlite3")
SECOND = timedelta(seconds=1)

people = st.sampled_from("abcde")
seconds = st.integers(0, 6).map(lambda count: count * SECOND)


@st.composite
def jobs(draw: st.DrawFn) -> list[Job]:
    waiting = draw(st.lists(st.tuples(people, seconds, seconds), max_size=20))
    running = draw(st.lists(st.tuples(people, seconds), max_size=10))
    return [
        a_job(f"w{number:02}", requester=a_requester(who), created_at=START + came, due_at=START + due)
        for number, (who, came, due) in enumerate(waiting)
    ] + [
        replace(a_job(f"r{number:02}", requester=a_requester(who)), status=JobStatus.QUEUED, slot_until=START + until)
        for number, (who, until) in enumerate(running)
    ]


@given(jobs(), st.integers(1, 25))
def test_places_go_one_by_one_to_whoever_has_the_fewest_then_to_who_came_first(line: list[Job], count: int) -> None:
    now = START + 3 * SECOND

    given_out = claimable(line, count, now - START)

    assert [job.id for job in given_out] == one_by_one(line, count, now - START)


def claimable(line: Sequence[Job], count: int, passed: timedelta) -> Sequence[Job]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in load_migrations():
            connection.executescript(migration.sql)
        book = SqlJobs(SqliteStatements(QUERIES, connection))
        for job in line:
            run_to_end(book.add(job, "accepted"))
        return run_to_end(book.claimable(APIXO, START + passed, count))


def one_by_one(line: Sequence[Job], count: int, passed: timedelta) -> list[str]:
    now = START + passed
    held = Counter(job.requester.key for job in line if job.slot_until is not None and job.slot_until > now)
    waiting = [job for job in line if job.status is JobStatus.ACCEPTED and job.due_at <= now]
    chosen: list[str] = []
    while waiting and len(chosen) < count:
        job = min(waiting, key=lambda job: (held[job.requester.key], job.created_at, job.requester.key, job.id))
        waiting.remove(job)
        held[job.requester.key] += 1
        chosen.append(job.id)
    return chosen
