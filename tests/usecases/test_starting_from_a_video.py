"""A video that begins with the picture another one ends with."""

from __future__ import annotations

from bot.commands import Remix
from bot.domain.chat import Action, Cards, Notice
from bot.domain.errors import ResultExpired, ResultNotAVideo
from bot.domain.job import JobId
from tests.builders import a_catalogue, a_conversation, a_requester, an_offer
from tests.world import World


async def test_the_last_picture_of_a_video_becomes_the_first_of_the_next(world: World) -> None:
    job_id = await world.posted()

    new = await world.accept(f"create --image {job_id} the kite lands")

    (image,) = (await world.job(new)).request.images
    data = await world.store.read(lambda tx: tx.images.get(image.id))
    assert data == b"the end of a video"
    assert world.downloads.fetched[-1] == f"https://chat.example/{job_id}.mp4"


async def test_a_file_that_takes_a_bearer_is_fetched_with_it(world: World) -> None:
    job_id = await world.posted()
    world.messenger.bearer = "xoxb-1"

    await world.accept(f"create --image {job_id} the kite lands")

    (file,) = world.downloads.posted
    assert file.bearer == "xoxb-1"
    assert "xoxb-1" not in repr(file)


async def test_a_remix_may_begin_there_and_keeps_what_was_not_asked_for(world: World) -> None:
    job_id = await world.posted("a red kite, portrait 4s")

    new = await world.job(await world.accept(f"remix {job_id} --image {job_id} it lands"))

    assert (new.request.shape.word, new.request.seconds) == ("portrait", 4)
    assert new.request.images


async def test_nothing_is_kept_of_a_video_before_somebody_asks(world: World) -> None:
    job_id = await world.posted()

    output = (await world.job(job_id)).output
    assert output is not None
    assert world.downloads.fetched == [output.url]


async def test_where_the_message_has_no_file_the_provider_still_may(world: World) -> None:
    job_id = await world.posted()
    world.messenger.videos.clear()

    await world.accept(f"create --image {job_id} it lands")

    assert len(set(world.downloads.fetched)) == 1


async def test_where_no_file_is_left_that_is_said_and_nothing_is_charged(world: World) -> None:
    job_id = await world.posted()
    world.downloads.errors += [ResultExpired(), ResultExpired()]

    sentence = await world.refused(f"create --image {job_id} it lands")

    assert "not to be had any more" in sentence
    assert await world.used() == 1


async def test_a_file_that_cannot_be_read_is_said_to_be_of_no_use(world: World) -> None:
    job_id = await world.posted()
    world.media.errors += [ResultNotAVideo(), ResultNotAVideo()]

    assert "not to be had" in await world.refused(f"create --image {job_id} it lands")


async def test_a_video_that_is_not_there_yet_or_any_more_has_no_picture(world: World) -> None:
    waiting = await world.accept()
    deleted = await world.posted()
    await world.usecases.answer.delete(deleted, a_requester())

    for job_id in (waiting, deleted):
        assert "has no video" in await world.refused(f"create --image {job_id} it lands")
    assert "There is no video" in await world.refused("create --image zzzzzzz9 it lands")


async def test_a_model_that_takes_no_pictures_says_so_first(world: World) -> None:
    job_id = await world.posted()
    world.catalogue = a_catalogue(an_offer(image_roles=frozenset()))
    world.restart()

    assert "takes no pictures" in await world.refused(f"create --image {job_id} it lands")


async def test_what_goes_on_from_a_private_video_is_private(world: World) -> None:
    ann = a_requester(platform="discord")
    job_id = await private_video(world)
    command = Remix(job_id=job_id, prompt="it lands", image_of=job_id)

    reply = await world.usecases.answer.command(
        command, requester=ann, conversation=a_conversation(platform="discord"), event_id="go on"
    )

    assert isinstance(reply, Cards)
    assert (await world.job(JobId(reply.cards[0].job_id))).conversation.only == "ann"


async def private_video(world: World) -> JobId:
    ann = a_requester(platform="discord")
    place = a_conversation(platform="discord", only="ann")
    reply = await world.usecases.answer.text("a secret", requester=ann, conversation=place, event_id="secret")
    assert isinstance(reply, Cards)
    job_id = JobId(reply.cards[0].job_id)
    await world.work()
    await world.call_back(job_id)
    await world.work()
    return job_id


async def test_the_button_without_words_says_what_to_write(world: World) -> None:
    job_id = await world.posted()

    reply = await world.usecases.answer.press(
        Action.START_IMAGE, job_id, requester=a_requester(), conversation=a_conversation(), event_id="press"
    )

    assert isinstance(reply, Notice)
    assert f"--image {job_id}" in reply.text
