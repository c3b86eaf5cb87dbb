"""What one transaction can touch, the same on both engines."""

from __future__ import annotations

from adapters.storage.card_refs import SqlCardRefs
from adapters.storage.gates import SqlGates
from adapters.storage.images import SqlImages
from adapters.storage.job_views import SqlJobViews
from adapters.storage.jobs import SqlJobs
from adapters.storage.quota_book import SqlQuotaBook
from adapters.storage.seen_events import SqlSeenEvents
from adapters.storage.statements import Statements
from adapters.storage.team_rules import SqlTeamRules
from bot.ports import QueueEntry


class SqlTransaction:
    """`bot.ports.Transaction` on SQL. `entries` are for the queue, once and only if the transaction commits."""

    def __init__(self, sql: Statements) -> None:
        self.sql = sql
        self.entries: list[QueueEntry] = []

    @property
    def jobs(self) -> SqlJobs:
        """The job rows."""
        return SqlJobs(self.sql)

    @property
    def views(self) -> SqlJobViews:
        """Jobs as people look at them."""
        return SqlJobViews(self.sql)

    @property
    def cards(self) -> SqlCardRefs:
        """The cards of the jobs."""
        return SqlCardRefs(self.sql)

    @property
    def quota(self) -> SqlQuotaBook:
        """Counters and ledger."""
        return SqlQuotaBook(self.sql)

    @property
    def seen(self) -> SqlSeenEvents:
        """Events that came in."""
        return SqlSeenEvents(self.sql)

    @property
    def gates(self) -> SqlGates:
        """The doors of the providers."""
        return SqlGates(self.sql)

    @property
    def images(self) -> SqlImages:
        """Reference images."""
        return SqlImages(self.sql)

    @property
    def rules(self) -> SqlTeamRules:
        """What the admins of teams have said."""
        return SqlTeamRules(self.sql)

    def enqueue(self, entry: QueueEntry) -> None:
        """Keep the entry until the commit."""
        self.entries.append(entry)
