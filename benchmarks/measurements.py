"""Every figure, and how it is measured: each measurement yields the lines of its figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.crowds import Crowd
from benchmarks.discord_answers import measure_discord_acknowledgement
from benchmarks.figures import Figure, Target
from benchmarks.growth import measure_growth
from benchmarks.load import Load
from benchmarks.processes import Task, measure_bare, measure_bot
from benchmarks.rendering import measure_rendering
from benchmarks.restart import measure_idle_memory, measure_restart
from benchmarks.slack_answers import measure_slack_acknowledgement
from bot.domain.video import Size

Line = dict[str, Any]
MEGABYTE: Final = 1_000_000

SPEED: Final = {
    "sqlite": Figure(name="jobs_per_second_sqlite", unit="jobs/s", target=Target(at_least=167, ratio=0.3)),
    "postgres": Figure(name="jobs_per_second_postgres", unit="jobs/s", target=Target(at_least=120)),
}
COST: Final = {engine: Figure(name=f"cpu_per_job_{engine}", unit="ms") for engine in SPEED}
ACKNOWLEDGEMENT: Final = {
    engine: Figure(name=f"acknowledgement_p99_{engine}", unit="ms", target=Target(at_most=100)) for engine in SPEED
}
CALLBACK: Final = Figure(name="callback_to_posted_over_bare", unit="ms", target=Target(at_most=25))
LARGE: Final = Figure(name="large_file", unit="MB/s", target=Target(ratio=0.8))
LARGE_MEMORY: Final = Figure(name="large_file_memory", unit="MB", target=Target(at_most=32))
GROWTH: Final = Figure(name="cost_growth", unit="times", target=Target(at_most=1.2))
RESTART: Final = Figure(name="restart_ms", unit="ms", target=Target(at_most=3000))
IDLE: Final = Figure(name="idle_memory", unit="MB", target=Target(at_most=150))
DISCORD: Final = Figure(name="discord_acknowledgement_p99", unit="ms", target=Target(at_most=1000))
SLACK: Final = Figure(name="slack_acknowledgement_p99", unit="ms", target=Target(at_most=1000))
RENDERING: Final = Figure(name="rendering", unit="s", target=Target(at_most=2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured. Delays are those of a provider's task, in seconds."""

    load: Load
    bare_load: Load
    delay: float
    bare_delay: float
    light: Load
    large_bytes: int
    large: Load
    few: int
    many: int
    rounds: int
    growth_load: Load
    in_flight: int
    crowd: Crowd
    film_seconds: int
    film_size: Size


FULL: Final = Sizes(
    load=Load(jobs=20_000, at_once=1000, ramp=4, seconds=24),
    bare_load=Load(jobs=20_000, at_once=1000, ramp=1.2, seconds=10),
    delay=4,
    bare_delay=1.2,
    light=Load(jobs=100, at_once=1, ramp=0, seconds=20),
    large_bytes=100 * MEGABYTE,
    large=Load(jobs=8, at_once=1, ramp=0),
    few=1000,
    many=1_000_000,
    rounds=2,
    growth_load=Load(jobs=1000, at_once=100, ramp=0.5, seconds=10),
    in_flight=1000,
    crowd=Crowd(people=50, videos=20),
    film_seconds=4,
    film_size=Size(1280, 720),
)
MINIATURE: Final = Sizes(
    load=Load(jobs=50, at_once=20, ramp=0.1),
    bare_load=Load(jobs=50, at_once=20, ramp=0.1),
    delay=0.1,
    bare_delay=0.1,
    light=Load(jobs=5, at_once=1, ramp=0),
    large_bytes=2 * MEGABYTE,
    large=Load(jobs=2, at_once=1, ramp=0),
    few=20,
    many=200,
    rounds=1,
    growth_load=Load(jobs=20, at_once=10, ramp=0.1),
    in_flight=20,
    crowd=Crowd(people=4, videos=3),
    film_seconds=1,
    film_size=Size(160, 90),
)


@dataclass(slots=True)
class Measurements:
    """All of them, in the order in which they run."""

    sizes: Sizes
    _bare: dict[str, Any] = field(default_factory=dict)

    def all(self) -> list[tuple[tuple[Figure, ...], Callable[[], Awaitable[list[Line]]]]]:
        """The figures of each measurement beside it, for when it fails."""
        return [
            ((SPEED["sqlite"], COST["sqlite"], ACKNOWLEDGEMENT["sqlite"]), lambda: self.load("sqlite")),
            ((SPEED["postgres"], COST["postgres"], ACKNOWLEDGEMENT["postgres"]), lambda: self.load("postgres")),
            ((CALLBACK,), self.callback),
            ((LARGE, LARGE_MEMORY), self.large),
            ((GROWTH,), self.growth),
            ((RESTART,), self.restart),
            ((IDLE,), self.idle),
            ((DISCORD,), self.discord),
            ((SLACK,), self.slack),
            ((RENDERING,), self.rendering),
        ]

    async def load(self, engine: str) -> list[Line]:
        """As many jobs as the machine can do, with so many in flight all the time."""
        if not self._bare:
            self._bare = await measure_bare(Task(delay=self.sizes.bare_delay), self.sizes.bare_load)
        bot = await measure_bot(Task(delay=self.sizes.delay), self.sizes.load, engine)
        return [
            SPEED[engine].measured(bot["jobs_per_second"], bare=self._bare["jobs_per_second"]),
            COST[engine].measured(bot["cpu_ms_per_job"], bare=self._bare["cpu_ms_per_job"]),
            ACKNOWLEDGEMENT[engine].measured(bot["accept_ms_p99"]),
        ]

    async def callback(self) -> list[Line]:
        """One job after the other: what lies between callback and post, beside the transfer itself."""
        task = Task(delay=0.05)
        bare = await measure_bare(task, self.sizes.light)
        bot = await measure_bot(task, self.sizes.light, "sqlite")
        return [CALLBACK.measured(bot["callback_to_posted_ms"] - bare["transfer_ms"])]

    async def large(self) -> list[Line]:
        """One large result after the other, after a small one."""
        task = Task(delay=0.05, lengths=(50_000, self.sizes.large_bytes))
        bare = await measure_bare(task, self.sizes.large)
        bot = await measure_bot(task, self.sizes.large, "sqlite")
        return [
            LARGE.measured(self._speed(bot["callback_to_posted_ms"]), bare=self._speed(bare["transfer_ms"])),
            LARGE_MEMORY.measured(bot["memory_growth"] / MEGABYTE),
        ]

    async def growth(self) -> list[Line]:
        """Many finished jobs against few."""
        sizes = self.sizes
        many, few = await measure_growth(
            few=sizes.few, many=sizes.many, load=sizes.growth_load, delay=0.2, rounds=sizes.rounds
        )
        return [GROWTH.measured(many / few)]

    async def restart(self) -> list[Line]:
        """After a crash with jobs in flight."""
        return [RESTART.measured(1000 * await measure_restart(self.sizes.in_flight))]

    async def idle(self) -> list[Line]:
        """With nothing to do."""
        return [IDLE.measured(await measure_idle_memory() / MEGABYTE)]

    async def discord(self) -> list[Line]:
        """Many people at once, in a server with some channels."""
        return [DISCORD.measured(1000 * await measure_discord_acknowledgement(self.sizes.crowd))]

    async def slack(self) -> list[Line]:
        """The same in a workspace, where what is acknowledged is a job in the database."""
        return [SLACK.measured(1000 * await measure_slack_acknowledgement(self.sizes.crowd))]

    async def rendering(self) -> list[Line]:
        """The stand-in's films, one after the other, on an idle machine."""
        return [RENDERING.measured(await measure_rendering(self.sizes.film_seconds, self.sizes.film_size))]

    def _speed(self, ms: float) -> float:
        """Megabytes a second, of a large file that took so long."""
        return self.sizes.large_bytes / MEGABYTE / (ms / 1000)
