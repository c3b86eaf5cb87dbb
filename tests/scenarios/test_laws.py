"""The laws, held against random histories: people, providers, clocks and crashes in any order, on both databases."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from adapters.storage.postgres import open_postgres_store
from adapters.storage.sqlite import open_sqlite_store
from bot.domain.chat import Action
from bot.domain.errors import (
    ConversationGone,
    DeliveryPaused,
    ProviderBusy,
    ProviderTrouble,
    ProviderUnreachable,
    Refused,
    ResultExpired,
    ResultNotAVideo,
    StorageFull,
)
from bot.domain.job import Closing, Job, JobId, JobStatus
from bot.domain.job_events import Output, Reason
from bot.domain.quota import Unit
from bot.ports import Done, Ended, ProviderUpdate, QueueEntry, Running, Step, Store, Waiting
from tests.builders import APIXO, a_catalogue, a_requester
from tests.databases import PostgresServer
from tests.fakes import FakeQueue
from tests.scenarios.crashing import CrashingStore, Killed, is_death
from tests.scenarios.heard import HeardStore
from tests.world import World

USERS = ("ann", "bob", "cem")
LIMIT = 4
MAX_TASKS = 3

SUBMIT_ANSWERS: dict[str, Callable[[], BaseException | str]] = {
    "accepted": lambda: "ok",
    "accepted, and the answer lost": lambda: "lost",
    "nobody knows": lambda: ProviderTrouble("time-out"),
    "never sent": ProviderUnreachable,
    "busy": lambda: ProviderBusy(timedelta(seconds=20)),
    "refused": Refused,
    "sent, and we die": Killed,
}
UPDATES: dict[str, ProviderUpdate] = {
    "waiting": Waiting(),
    "running": Running(0.5),
    "done": Done((Output("https://cdn.example/a.mp4"),)),
    "done with nothing": Done(()),
    "refused": Ended(Reason.CONTENT),
    "failed": Ended(Reason.PROVIDER_FAILED),
}
DOWNLOAD_FAULTS: dict[str, Callable[[], Exception]] = {
    "cut": lambda: ProviderTrouble("cut"),
    "expired": ResultExpired,
    "no video": ResultNotAVideo,
    "full": StorageFull,
}
POST_FAULTS: dict[str, Callable[[], BaseException]] = {
    "paused": lambda: DeliveryPaused(timedelta(seconds=5)),
    "gone": ConversationGone,
    "killed": Killed,
}


class Laws(RuleBasedStateMachine):
    """One machine for both engines; a subclass opens the store."""

    postgres: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="laws-"))
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.ids: list[JobId] = []
        self.uncertain: set[JobId] = set()
        self.orders_seen = 0
        self.clock_went_back = False
        self.final: dict[JobId, Job] = {}

    @initialize(has_callbacks=st.booleans())
    def start(self, has_callbacks: bool) -> None:
        self.run(self._open(has_callbacks))

    async def _open(self, has_callbacks: bool) -> None:
        queue = FakeQueue()
        self.store = CrashingStore(await self.open_store(queue))
        self.world = World(
            store=self.store,
            queue=queue,
            folder=self.folder,
            catalogue=a_catalogue(max_tasks=MAX_TASKS),
            daily_videos=LIMIT,
            has_callbacks=has_callbacks,
            make_id=self._new_id,
        )
        self.world.provider.lost_error = lambda: ProviderTrouble("lost")

    async def open_store(self, queue: FakeQueue) -> Store:
        return await self.stack.enter_async_context(
            open_sqlite_store(self.folder / "bot.sqlite3", queue, exclusive=True)
        )

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def live(self, work: Awaitable[Any]) -> None:
        """Let the process do something; if it dies of it, a new one starts and takes up what it finds."""

        async def do() -> None:
            try:
                await work
            except BaseException as error:
                if not is_death(error):
                    raise
                self.store.revive()
                self.world.restart()
                await self.world.usecases.resume.start()
            assert not self.store.is_dead, "somebody swallowed the death of the process"

        self.run(do())
        self._note_orders()

    def _note_orders(self) -> None:
        """Nothing may be sent after nobody knew whether it had arrived."""
        orders = self.world.provider.orders[self.orders_seen :]
        self.orders_seen = len(self.world.provider.orders)
        for order in orders:
            assert order.job_id not in self.uncertain, f"{order.job_id} was sent again"
            if self.world.provider.was_uncertain[order.job_id]:
                self.uncertain.add(order.job_id)

    def some_job(self, index: int) -> JobId:
        return self.world.jobs[index % len(self.world.jobs)]

    # --- what people do ---

    @rule(user=st.sampled_from(USERS), count=st.integers(1, 3))
    def ask(self, user: str, count: int) -> None:
        self.live(self.world.ask(f"a kite x{count}", user=user))

    @rule(event=st.sampled_from(("one", "two")))
    def ask_the_same_again(self, event: str) -> None:
        before = len(self.world.jobs)
        self.live(self.world.ask("a kite", event=event))
        self.live(self.world.ask("a kite", event=event))
        assert len(self.world.jobs) <= before + 1

    @precondition(lambda self: self.world.jobs)
    @rule(index=st.integers(0, 50))
    def cancel(self, index: int) -> None:
        job_id = self.some_job(index)
        user = self.run(self.world.job(job_id)).requester.user
        self.live(self.world.press(Action.CANCEL_NOW, job_id, user=user))

    # --- what the workers do ---

    @rule()
    def work(self) -> None:
        self.live(self.world.work())

    @precondition(lambda self: self.world.queue.entries)
    @rule()
    def lose_a_queue_entry(self) -> None:
        self.world.queue.entries.popleft()

    @precondition(lambda self: self.world.jobs)
    @rule(index=st.integers(0, 50), step=st.sampled_from((Step.FOLLOW, Step.DELIVER)))
    def look_without_being_asked(self, index: int, step: Step) -> None:
        entry = QueueEntry(step, self.some_job(index))
        self.live(self.world.usecases.steps[step](entry.key))

    @rule(writes=st.integers(1, 6), commits=st.booleans())
    def die_soon(self, writes: int, commits: bool) -> None:
        self.store.die_at(writes, commits=commits)

    # --- what the provider does ---

    @rule(answer=st.sampled_from(sorted(SUBMIT_ANSWERS)))
    def next_submit_is(self, answer: str) -> None:
        self.world.provider.answers.append(SUBMIT_ANSWERS[answer]())

    @precondition(lambda self: self.world.provider.task_of)
    @rule(index=st.integers(0, 50), update=st.sampled_from(sorted(UPDATES)), calls=st.integers(0, 2))
    def task_changes(self, index: int, update: str, calls: int) -> None:
        job_id = sorted(self.world.provider.task_of)[index % len(self.world.provider.task_of)]
        task_id = self.world.provider.task_of[job_id]
        if isinstance(self.world.provider.tasks[task_id], Done | Ended):
            return
        self.world.provider.tasks[task_id] = UPDATES[update]
        for _ in range(calls):
            self.live(self.world.usecases.record_callback(APIXO, job_id, {}, task_id.encode()))

    @precondition(lambda self: self.world.jobs)
    @rule(index=st.integers(0, 50))
    def a_callback_that_lies(self, index: int) -> None:
        self.live(self.world.usecases.record_callback(APIXO, self.some_job(index), {}, b"task-of-somebody-else"))

    @rule(fault=st.sampled_from(sorted(DOWNLOAD_FAULTS)))
    def next_download_fails(self, fault: str) -> None:
        self.world.downloads.errors.append(DOWNLOAD_FAULTS[fault]())

    @rule(fault=st.sampled_from(sorted(POST_FAULTS)), is_posted=st.booleans())
    def next_post_fails(self, fault: str, is_posted: bool) -> None:
        error = POST_FAULTS[fault]()
        if is_posted and not isinstance(error, ConversationGone):
            self.world.messenger.late_errors.append(error)
        elif isinstance(error, Exception):
            self.world.messenger.errors.append(error)

    # --- what the clock does ---

    @rule(seconds=st.sampled_from((1, 5, 30, 61, 200, 1900)))
    def time_passes(self, seconds: int) -> None:
        self.live(self.world.pass_time(timedelta(seconds=seconds)))

    @rule(seconds=st.sampled_from((-3600, -5, 90_000)))
    def the_clock_jumps(self, seconds: int) -> None:
        self.world.clock.pass_time(timedelta(seconds=seconds))
        self.clock_went_back = self.clock_went_back or seconds < 0

    # --- the laws ---

    @invariant()
    def every_reservation_is_open_or_ended_once_and_no_limit_is_passed(self) -> None:
        if not hasattr(self, "world"):
            return
        self.run(self._check_quota())

    async def _check_quota(self) -> None:
        jobs = [await self._job(job_id) for job_id in self.ids]
        taken: Counter[tuple[str, date]] = Counter()
        for job in filter(None, jobs):
            assert job.is_final == (job.closing is not None)
            taken[job.requester.user, job.created_at.date()] += job.closing is not Closing.RELEASED
        for (user, day), count in taken.items():
            assert count <= LIMIT
            used = await self._used(user, day)
            assert used == count, f"{user}: counter {used}, jobs {count}"

    async def _used(self, user: str, day: date) -> int:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        line = self.world.policy.lines(a_requester(user), {Unit.VIDEOS: 0}, moment)[0]
        return await self.store.store.read(lambda tx: tx.quota.used(line))

    @invariant()
    def a_job_is_accepted_by_the_provider_at_most_once(self) -> None:
        if hasattr(self, "world"):
            assert all(count <= 1 for count in self.world.provider.accepted.values())

    @invariant()
    def a_posted_video_is_never_refunded_and_final_means_final(self) -> None:
        if hasattr(self, "world"):
            self.run(self._check_ends())

    async def _check_ends(self) -> None:
        for job_id in self.ids:
            job = await self._job(job_id)
            if job is None:
                continue
            if job_id in self.world.messenger.videos:
                assert job.status in (JobStatus.FETCHING, JobStatus.POSTED), job
            if job.status is JobStatus.POSTED and job_id not in self.world.messenger.videos:
                assert job_id in self.world.spool.published, "where its place is gone, it waits behind a link"
                assert job_id in (job.message_ref or "")
            known = self.final.get(job_id)
            if known is not None:
                assert (job.status, job.closing) == (known.status, known.closing)
            elif job.is_final:
                self.final[job_id] = job

    @invariant()
    def the_provider_never_has_more_tasks_than_it_allows(self) -> None:
        # A place that ran out counts again when the clock goes back behind its end; nothing is sent because of that.
        if hasattr(self, "world") and not self.clock_went_back:
            taken = self.run(self.store.store.read(lambda tx: tx.jobs.slots_taken(APIXO, self.world.clock.now())))
            assert taken <= MAX_TASKS

    def _new_id(self) -> JobId:
        self.ids.append(JobId(f"job{len(self.ids):05d}"))
        return self.ids[-1]

    async def _job(self, job_id: JobId) -> Job | None:
        return await self.store.store.read(lambda tx: tx.jobs.get(job_id))

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self._every_job_ends()
        finally:
            self.run(self.stack.aclose())
            self.runner.close()
            shutil.rmtree(self.folder)

    def _every_job_ends(self) -> None:
        """With everything well again, nothing is left unfinished after the longest deadline."""
        self.store.revive()
        self.world.provider.answers.clear()
        self.world.downloads.errors.clear()
        self.world.messenger.errors.clear()
        self.world.messenger.late_errors.clear()
        jobs = [job for job_id in self.ids if (job := self.run(self._job(job_id)))]
        # The clock may have jumped back: deadlines are moments, so begin where the last one was set.
        self.world.clock.moment = max([self.world.clock.moment, *(job.created_at for job in jobs)])
        for _ in range(30):
            self.live(self.world.pass_time(timedelta(minutes=2)))
        for job_id in self.ids:
            job = self.run(self._job(job_id))
            assert job is None or job.is_final, job
        self.every_reservation_is_open_or_ended_once_and_no_limit_is_passed()
        self.a_posted_video_is_never_refunded_and_final_means_final()


EXAMPLES = int(os.environ.get("SORA_TEST_EXAMPLES", "25"))

TestLawsOnSqlite = Laws.TestCase
TestLawsOnSqlite.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


TABLES = ("jobs", "quota_counters", "quota_ledger", "seen_events", "provider_gates", "images")


class LawsOnPostgres(Laws):
    """The same on PostgreSQL: each history begins with empty tables in one database."""

    url: ClassVar[str]

    async def open_store(self, queue: FakeQueue) -> Store:
        store, _ = await self.stack.enter_async_context(open_postgres_store(self.url))
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(f"TRUNCATE {', '.join(TABLES)}")
        finally:
            await connection.close()
        return HeardStore(store, queue)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_laws_hold_on_postgres(postgres_server: PostgresServer) -> None:
    LawsOnPostgres.url = asyncio.run(postgres_server.new_database())

    run_state_machine_as_test(LawsOnPostgres, settings=TestLawsOnSqlite.settings)
