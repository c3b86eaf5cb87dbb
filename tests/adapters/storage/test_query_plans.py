"""No question about jobs walks through all of them: each finds its rows by an index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from adapters.storage.migrate import load_migrations
from adapters.storage.statements import load_queries

QUERIES = load_queries("sqlite3")


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in load_migrations():
            connection.executescript(migration.sql)
        yield connection


@pytest.mark.parametrize("name", [name for name in QUERIES.available_queries if not name.endswith("_cursor")])
def test_every_statement_finds_its_rows_by_an_index(database: sqlite3.Connection, name: str) -> None:
    sql = getattr(QUERIES, name).sql
    values = dict.fromkeys(re.findall(r"(?<!:):(\w+)", sql))

    steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

    tables = "jobs|quota_counters|quota_ledger|seen_events|images|chat_messages|notes|closed_places|slack_[a-z]+"
    assert [step for step in steps if re.fullmatch(f"SCAN ({tables})", step)] == []


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("claimable_jobs", "jobs_waiting"),
        ("claimable_jobs", "jobs_with_slot"),
        ("waiting_before", "jobs_waiting"),
        ("slots_taken", "jobs_with_slot"),
        ("due_jobs", "jobs_by_wake"),
        ("void_leases", "jobs_by_wake"),
        ("unfinished_behind", "jobs_by_wake"),
        ("finished_behind", "jobs_card_behind"),
        ("unfinished_jobs_of", "jobs_unfinished"),
        ("recent_jobs_of", "jobs_finished"),
        ("last_durations", "jobs_posted"),
        ("unfinished_jobs_in_team", "jobs_by_wake"),
        ("recent_jobs_in_team", "jobs_finished_in_team"),
        ("team_usage", "jobs_finished_in_team"),
    ],
)
def test_a_question_about_some_jobs_reads_an_index_of_those_jobs_alone(
    database: sqlite3.Connection, name: str, index: str
) -> None:
    sql = getattr(QUERIES, name).sql
    values = dict.fromkeys(re.findall(r"(?<!:):(\w+)", sql))

    steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

    assert [step for step in steps if index in step]


def test_lists_that_are_cut_short_come_sorted_from_their_index(database: sqlite3.Connection) -> None:
    for name in (
        "due_jobs",
        "finished_behind",
        "recent_jobs_of",
        "recent_jobs_in_team",
        "last_durations",
        "chat_messages_before",
    ):
        sql = getattr(QUERIES, name).sql
        values = dict.fromkeys(re.findall(r"(?<!:):(\w+)", sql))

        steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

        assert [step for step in steps if "TEMP B-TREE" in step] == [], name
