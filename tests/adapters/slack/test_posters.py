"""The first pictures of videos: made once, kept where nobody sees them, and gone with their videos."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.slack.places import Ref
from adapters.slack.posts.posters import KeptPosters, Posters
from bot.domain.errors import BadImage
from bot.ports import Downloads
from tests.adapters.discord.values import JOB, a_post
from tests.adapters.slack.speaking import Speaking
from tests.fakes import FakeDownloads


@pytest.fixture
def downloads() -> FakeDownloads:
    return FakeDownloads()


@pytest.fixture
async def ref(speaking: Speaking, film: Path) -> Ref:
    found = Ref.parse(await speaking.messenger().post_video(speaking.here, a_post(), film, None))
    assert found is not None
    return found


def posters(speaking: Speaking, downloads: Downloads) -> Posters:
    return Posters(KeptPosters(speaking.messenger().uploads, speaking.backend.notes), downloads)


async def test_a_poster_is_a_picture_that_is_shown_nowhere(
    speaking: Speaking, ref: Ref, downloads: FakeDownloads
) -> None:
    made = posters(speaking, downloads)

    assert await made.make(speaking.workspace, [ref])

    picture = speaking.studio.files[(await made.known(speaking.workspace, {JOB: ref}))[JOB]]
    assert (picture.content, picture.mimetype, picture.shares) == (b"an image", "image/jpeg", {})


async def test_a_poster_is_made_once_by_whichever_process(
    speaking: Speaking, ref: Ref, downloads: FakeDownloads
) -> None:
    first = await posters(speaking, downloads).make(speaking.workspace, [ref])
    second = await posters(speaking, downloads).make(speaking.workspace, [ref])

    assert (first, second) == (True, False)
    assert len(speaking.studio.files) == 2


async def test_nothing_is_known_before_it_is_made(speaking: Speaking, ref: Ref, downloads: FakeDownloads) -> None:
    assert await posters(speaking, downloads).known(speaking.workspace, {JOB: ref}) == {}


async def test_a_link_has_no_poster(speaking: Speaking, downloads: FakeDownloads) -> None:
    assert not await posters(speaking, downloads).make(speaking.workspace, [Ref("C1", "1.1")])
    assert speaking.slack.api.of("files.info") == []


async def test_a_poster_that_did_not_come_is_made_the_next_time(
    speaking: Speaking, ref: Ref, downloads: FakeDownloads
) -> None:
    downloads.errors.append(BadImage("unreachable"))
    made = posters(speaking, downloads)

    assert not await made.make(speaking.workspace, [ref])
    assert await made.make(speaking.workspace, [ref])


async def test_a_slack_that_is_away_is_asked_again(speaking: Speaking, ref: Ref, downloads: FakeDownloads) -> None:
    speaking.slack.trouble("files.getUploadURLExternal", error="internal_error")
    made = posters(speaking, downloads)

    assert not await made.make(speaking.workspace, [ref])
    assert await made.make(speaking.workspace, [ref])


async def test_a_workspace_that_takes_no_pictures_is_not_asked_again(
    speaking: Speaking, ref: Ref, downloads: FakeDownloads
) -> None:
    speaking.studio.refuses_uploads = "file_uploads_disabled"
    made = posters(speaking, downloads)
    await made.make(speaking.workspace, [ref])
    before = len(speaking.slack.api.calls)

    assert not await made.make(speaking.workspace, [ref])
    assert len(speaking.slack.api.calls) == before


async def test_a_poster_goes_when_its_video_goes(speaking: Speaking, ref: Ref, downloads: FakeDownloads) -> None:
    made = posters(speaking, downloads)
    await made.make(speaking.workspace, [ref])

    await speaking.messenger().remove_video(speaking.here, JOB, str(ref), None)

    assert [file.is_deleted for file in speaking.studio.files.values()] == [True, True]
    assert await made.known(speaking.workspace, {JOB: ref}) == {}
    assert not await made.make(speaking.workspace, [ref])


async def test_a_poster_that_comes_after_its_video_went_goes_too(
    speaking: Speaking, ref: Ref, downloads: FakeDownloads
) -> None:
    gate = asyncio.Event()
    speaking.slack.trouble("files.completeUploadExternal", gate=gate, acts=True)
    making = asyncio.create_task(posters(speaking, downloads).make(speaking.workspace, [ref]))
    await speaking.slack.world.bell.until(lambda: len(speaking.studio.files) > 1, within=5, wanted=lambda: "no poster")
    await speaking.messenger().remove_video(speaking.here, JOB, str(ref), None)
    gate.set()

    assert not await making
    assert [file.is_deleted for file in speaking.studio.files.values()] == [True, True]


async def test_a_removed_video_gets_no_poster(speaking: Speaking, ref: Ref, downloads: FakeDownloads) -> None:
    await speaking.messenger().remove_video(speaking.here, JOB, str(ref), None)

    assert not await posters(speaking, downloads).make(speaking.workspace, [ref])
    assert len(speaking.studio.files) == 1
