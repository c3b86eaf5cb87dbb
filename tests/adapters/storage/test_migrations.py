"""What was stored by an earlier version is still found after the migrations that came since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from adapters.storage.migrate import load_migrations

OLD_KEYS = {
    "guild": ("discord:811:4711", '{"platform":"discord","team":"811","user":"4711","roles":[],"name":"Ann"}'),
    "direct": ("discord:@me:4711", '{"platform":"discord","team":"@me","user":"4711","roles":[],"name":"Ann"}'),
    "page": ("web:local:you", '{"platform":"web","team":"local","user":"you","roles":[],"name":"You"}'),
}


def migrated(upto: int, then: Any) -> Any:
    """What `then` finds after `upto` migrations, rows of that time, and all later migrations."""
    with closing(sqlite3.connect(":memory:")) as connection:
        migrations = load_migrations()
        for migration in migrations[:upto]:
            connection.executescript(migration.sql)
        for job_id, (key, requester) in OLD_KEYS.items():
            insert_job(connection, job_id, key, requester)
        for migration in migrations[upto:]:
            connection.executescript(migration.sql)
        return then(connection)


def insert_job(connection: sqlite3.Connection, job_id: str, key: str, requester: str) -> None:
    columns = [row for row in connection.execute("PRAGMA table_info(jobs)") if row[3] and row[4] is None]
    values = {name: 0 if kind in ("BIGINT", "SMALLINT") else "" for _, name, kind, *_ in columns}
    values |= {"id": job_id, "requester_key": key, "requester": requester}
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO jobs ({', '.join(values)}) VALUES ({marks})", values)


def test_jobs_of_before_know_their_team_and_people_are_one_in_all_guilds() -> None:
    rows = migrated(
        3, lambda database: database.execute("SELECT id, team, requester_key, requester FROM jobs").fetchall()
    )

    found = {job_id: (team, key) for job_id, team, key, _ in rows}
    assert found == {
        "guild": ("811", "discord:*:4711"),
        "direct": ("@me", "discord:*:4711"),
        "page": ("local", "web:local:you"),
    }
    assert all(('"spans_teams":true' in requester) == (job_id != "page") for job_id, _, _, requester in rows)
