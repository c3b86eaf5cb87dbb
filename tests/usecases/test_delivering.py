"""A finished video is posted once; what goes wrong on the way is tried again, or refunded and said."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.chat import Link, Notice
from bot.domain.errors import (
    DeliveryPaused,
    ForbiddenAddress,
    ProviderTrouble,
    ProviderUnreachable,
    ResultExpired,
    ResultNotAVideo,
    ResultTooLarge,
    SoraError,
    StorageFull,
)
from bot.domain.job import Closing, JobId, JobStatus
from bot.domain.job_events import Output, Reason, Rendered
from bot.domain.video import ProviderName
from bot.ports import Done, Ended, Running
from bot.usecases.change_job import change_job
from bot.usecases.record_callback import CallbackOutcome
from tests.builders import APIXO
from tests.fakes import FakeDownloads, FakeProvider
from tests.world import World


async def made(world: World) -> JobId:
    """A job whose video the provider has made, and whose callback has come."""
    job_id = await world.accept()
    await world.work()
    await world.call_back(job_id)
    return job_id


async def test_a_file_over_the_limit_is_made_smaller(world: World) -> None:
    world.messenger.limit = 4
    job_id = await made(world)

    await world.work()

    assert world.messenger.videos[job_id][2:] == (b"a vi", None)


async def test_what_cannot_be_made_smaller_is_posted_as_a_link(world: World) -> None:
    world.messenger.limit = 4
    world.media.fits = False
    job_id = await made(world)

    await world.work()

    _, post, content, link = world.messenger.videos[job_id]
    assert content is None
    assert link == f"https://bot.example/files/{job_id}/{post.filename}"
    assert world.spool.published[job_id] == b"a video"


async def test_what_is_too_large_and_can_have_no_link_is_refunded_and_said(world: World) -> None:
    world.messenger.limit = 4
    world.media.fits = False
    world.spool.has_address = False
    job_id = await made(world)

    await world.work()

    assert world.messenger.videos == {}
    assert "takes no video file of that size" in await world.card(job_id)
    assert "given back" in await world.card(job_id)
    assert await world.used() == 0


async def test_a_second_callback_posts_nothing_twice(world: World) -> None:
    job_id = await made(world)
    await world.call_back(job_id)
    await world.work()

    late = await world.call_back(job_id)
    await world.work()

    assert late is CallbackOutcome.IGNORED
    assert world.messenger.video_calls[job_id] == 1


async def test_a_crash_right_after_the_post_posts_nothing_twice(world: World) -> None:
    job_id = await made(world)
    world.messenger.late_errors.append(DeliveryPaused(timedelta(seconds=1)))
    await world.work()
    assert (await world.job(job_id)).status is JobStatus.FETCHING

    await world.pass_time(timedelta(seconds=2))

    assert (await world.job(job_id)).status is JobStatus.POSTED
    assert list(world.messenger.videos) == [job_id]


async def test_a_callback_that_lies_changes_nothing(world: World) -> None:
    job_id = await world.accept()
    await world.work()

    await world.usecases.record_callback(APIXO, job_id, {}, b"task")
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.QUEUED
    assert world.messenger.videos == {}


async def test_a_callback_that_never_comes_is_made_up_for_by_asking(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    world.provider.finish(job_id)

    await world.pass_time(timedelta(minutes=3, seconds=1))

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_a_callback_may_overtake_the_answer_to_the_submit(world: World) -> None:
    world.provider.answers.append("lost")
    world.provider.lost_error = lambda: ProviderTrouble("late")
    job_id = await world.accept()
    await world.work()

    await world.call_back(job_id)
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.POSTED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ForbiddenAddress("10.0.0.1"), Reason.RESULT_FORBIDDEN),
        (ResultTooLarge(), Reason.RESULT_TOO_LARGE),
        (ResultExpired(), Reason.RESULT_EXPIRED),
    ],
)
async def test_a_result_that_cannot_be_had_is_refunded_at_once(world: World, error: SoraError, reason: Reason) -> None:
    job_id = await made(world)
    world.downloads.errors.append(error)

    await world.work()

    job = await world.job(job_id)
    assert (job.status, job.reason, job.closing) == (JobStatus.FAILED, reason, Closing.RELEASED)
    assert "given back" in await world.card(job_id)


@pytest.mark.parametrize("error", [ProviderTrouble("cut"), FileNotFoundError(), RuntimeError("a bug")])
async def test_a_download_that_breaks_off_is_tried_again(world: World, error: Exception) -> None:
    job_id = await made(world)
    world.downloads.errors.append(error)
    await world.work()

    await world.pass_time(timedelta(seconds=2))

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_a_download_that_always_breaks_off_ends_with_a_refund(world: World) -> None:
    job_id = await made(world)
    world.downloads.errors.extend(ProviderTrouble("cut") for _ in range(20))

    for _ in range(8):
        await world.pass_time(timedelta(minutes=1))

    assert (await world.job(job_id)).status is JobStatus.FAILED
    assert await world.used() == 0


async def test_a_result_that_is_no_video_is_never_posted(world: World) -> None:
    job_id = await made(world)
    world.media.errors.extend(ResultNotAVideo() for _ in range(20))

    for _ in range(8):
        await world.pass_time(timedelta(minutes=1))

    assert (await world.job(job_id)).reason is Reason.RESULT_BROKEN
    assert world.messenger.videos == {}


async def test_a_server_that_is_not_there_is_asked_after_and_the_new_address_taken(world: World) -> None:
    job_id = await made(world)
    world.downloads.errors.append(ProviderUnreachable())
    world.provider.finish(job_id, Done((Output("https://elsewhere.example/kite.mp4"),)))
    world.provider.next_updates.append(Done((Output("https://gone.example/kite.mp4"),)))

    await world.work()
    await world.pass_time(timedelta(seconds=2))

    assert world.downloads.fetched == ["https://elsewhere.example/kite.mp4"]


async def test_a_server_that_is_away_for_a_while_is_tried_again_at_the_same_address(world: World) -> None:
    world.downloads.errors.append(ProviderUnreachable())
    job_id = await made(world)
    await world.work()

    await world.pass_time(timedelta(seconds=2))

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_an_address_that_expired_is_asked_for_again(world: World) -> None:
    job_id = await made(world)
    world.downloads.errors.append(ResultExpired())
    world.provider.finish(job_id, Done((Output("https://cdn.example/fresh.mp4"),)))
    world.provider.next_updates.append(Done((Output("https://cdn.example/stale.mp4"),)))

    await world.work()
    await world.pass_time(timedelta(seconds=2))

    assert world.downloads.fetched == ["https://cdn.example/fresh.mp4"]


async def test_a_full_disk_waits_for_room(world: World) -> None:
    job_id = await made(world)
    world.spool.errors.extend(StorageFull() for _ in range(7))
    for _ in range(7):
        await world.pass_time(timedelta(seconds=31))
    assert (await world.job(job_id)).status is JobStatus.FETCHING

    await world.pass_time(timedelta(seconds=31))

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_a_disk_that_stays_full_ends_with_a_refund_at_the_deadline(world: World) -> None:
    job_id = await made(world)
    world.spool.errors.extend(StorageFull() for _ in range(500))

    await world.work()
    await world.pass_time(timedelta(minutes=31))

    job = await world.job(job_id)
    assert (job.status, job.reason, job.closing) == (JobStatus.FAILED, Reason.STORAGE_FULL, Closing.RELEASED)


async def test_a_platform_that_is_away_for_hours_gets_the_video_when_it_is_back(world: World) -> None:
    job_id = await made(world)
    world.messenger.errors.extend(DeliveryPaused(timedelta(seconds=10)) for _ in range(12))
    await world.work()
    for _ in range(11):
        await world.pass_time(timedelta(hours=1))
    assert (await world.job(job_id)).status is JobStatus.FETCHING
    assert (await world.job(job_id)).wake_at is not None

    await world.pass_time(timedelta(minutes=1))

    assert (await world.job(job_id)).status is JobStatus.POSTED
    assert await world.used() == 1


async def test_a_platform_that_stays_away_ends_with_a_refund_and_says_whose_fault_it_was(world: World) -> None:
    job_id = await made(world)
    world.messenger.errors.extend(DeliveryPaused(timedelta(seconds=10)) for _ in range(500))
    await world.work()
    await world.pass_time(timedelta(hours=11))
    assert (await world.job(job_id)).status is JobStatus.FETCHING

    await world.pass_time(timedelta(hours=1))

    job = await world.job(job_id)
    assert (job.status, job.reason, job.closing) == (JobStatus.FAILED, Reason.PLATFORM_AWAY, Closing.RELEASED)
    assert "could not be reached for hours" in await world.card(job_id)


async def test_where_the_conversation_is_gone_the_person_gets_the_video_directly_and_is_told(world: World) -> None:
    job_id = await made(world)
    world.messenger.has_direct = True
    world.messenger.gone = {"studio"}

    await world.work()

    conversation, post, content, _ = world.messenger.videos[job_id]
    assert (conversation.channel, content) == ("direct:ann", b"a video")
    assert "could not be posted where you asked" in post.text
    assert (await world.job(job_id)).closing is Closing.SETTLED


async def test_what_fits_no_conversation_waits_behind_a_link_in_the_history(world: World) -> None:
    job_id = await made(world)
    world.messenger.has_direct = True
    world.messenger.gone = {"studio", "direct:ann"}

    await world.work()

    history = await world.ask("history")
    assert isinstance(history, Notice)
    assert history.links == (Link(f"Video {job_id}", f"https://bot.example/files/{job_id}/sora-2-{job_id}.mp4"),)
    assert "kept for you" in history.text
    assert world.spool.published[job_id] == b"a video"


async def test_a_post_into_the_direct_conversation_is_found_again_after_a_crash(world: World) -> None:
    job_id = await made(world)
    world.messenger.has_direct = True
    world.messenger.gone = {"studio"}
    world.messenger.late_errors.append(ProviderTrouble())
    await world.work()

    await world.pass_time(timedelta(seconds=2))

    assert (await world.job(job_id)).message_ref == f"video:{job_id}"
    assert world.messenger.video_calls[job_id] == 1


async def test_where_no_way_is_left_the_job_ends_with_a_refund(world: World) -> None:
    job_id = await made(world)
    world.spool.has_address = False
    world.messenger.has_direct = True
    world.messenger.gone = {"studio", "direct:ann"}

    await world.work()

    assert (await world.job(job_id)).reason is Reason.CONVERSATION_GONE
    assert await world.used() == 0


async def test_a_platform_that_asks_for_a_pause_gets_it(world: World) -> None:
    job_id = await made(world)
    world.messenger.errors.append(DeliveryPaused(timedelta(seconds=20)))
    await world.work()
    await world.pass_time(timedelta(seconds=10))
    assert (await world.job(job_id)).status is JobStatus.FETCHING

    await world.pass_time(timedelta(seconds=11))

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_a_failure_of_the_provider_is_refunded(world: World) -> None:
    job_id = await world.accept()
    await world.work()

    await world.call_back(job_id, Ended(Reason.CONTENT, "failCode NSFW"))
    await world.work()

    job = await world.job(job_id)
    assert (job.status, job.reason, job.closing) == (JobStatus.FAILED, Reason.CONTENT, Closing.RELEASED)
    assert "NSFW" not in await world.card(job_id)


async def test_a_crash_while_posting_is_taken_up_at_the_next_start(world: World) -> None:
    job_id = await made(world)
    world.messenger.late_errors.append(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await world.work()
    world.restart()

    await world.usecases.resume.start()
    await world.work()

    assert (await world.job(job_id)).status is JobStatus.POSTED
    assert list(world.messenger.videos) == [job_id]
    assert await world.used() == 1


async def test_a_result_that_ended_while_the_provider_stumbles_is_asked_for_again(world: World) -> None:
    world.downloads = EndedOnce(world.provider)
    world.restart()
    job_id = await made(world)
    await world.work()
    assert (await world.job(job_id)).lease is None

    await world.pass_time(timedelta(seconds=5))

    assert (await world.job(job_id)).status is JobStatus.POSTED


class EndedOnce(FakeDownloads):
    """The address has ended at the first try, and the provider cannot be asked just then."""

    def __init__(self, provider: FakeProvider) -> None:
        super().__init__(errors=deque([ResultExpired()]))
        self.provider = provider

    async def fetch_video(self, provider: ProviderName, output: Output, into: Path) -> int:
        if self.errors:
            self.provider.status_errors.append(ProviderTrouble())
        return await super().fetch_video(provider, output, into)


async def test_a_video_made_while_the_bot_was_away_is_still_posted(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    world.provider.finish(job_id)

    await world.pass_time(timedelta(hours=2))

    assert (await world.job(job_id)).status is JobStatus.POSTED


async def test_a_task_that_still_runs_at_the_deadline_is_given_up(world: World) -> None:
    job_id = await world.accept()
    await world.work()
    world.provider.tasks[world.provider.task_of[job_id]] = Running()

    await world.pass_time(timedelta(hours=2))

    job = await world.job(job_id)
    assert (job.status, job.closing) == (JobStatus.EXPIRED, Closing.RELEASED)


async def test_without_a_free_place_a_made_video_waits_without_a_lease(world: World) -> None:
    job_id = await made(world)
    lease = world.usecases.deliver.free_lease()
    assert lease is not None
    job = await world.job(job_id)
    output = Output("https://cdn.example/a.mp4")
    leased = await world.store.write(
        lambda tx: change_job(tx, job, Rendered(output), world.clock.now(), deliver_under=lease)
    )
    assert leased is not None

    async with AsyncExitStack() as stack:
        while world.usecases.deliver.free_lease() is not None:
            await stack.enter_async_context(world.usecases.deliver._places)
        await world.usecases.deliver.leased(leased)

    assert (await world.job(job_id)).lease is None
    await world.work()
    assert (await world.job(job_id)).status is JobStatus.POSTED
