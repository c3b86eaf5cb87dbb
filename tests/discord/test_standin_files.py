"""Files: how large, in what links, and which of them are shown."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.discord.files import MIB, Upload
from tests.discord.small_bot import SAMPLE, film, gallery, place
from tests.discord.stand_in import Discord
from tests.discord.studio import Studio


async def test_a_file_posted_twice_with_one_nonce_is_there_once(rest: discord.Client, studio: Studio) -> None:
    first = await place(rest, studio).send(view=gallery("attachment://kite.mp4"), file=film(), nonce="video-1")
    again = await place(rest, studio).send(view=gallery("attachment://kite.mp4"), file=film(), nonce="video-1")

    assert again.id == first.id
    assert again.nonce == "video-1"
    [message] = studio.videos.messages
    assert [(file.filename, file.content) for file in message.files] == [("kite.mp4", SAMPLE)]
    assert message.media == [file.url for file in message.files]


async def test_an_edit_keeps_takes_away_and_adds_files(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send("two", files=[film("a.mp4"), film("b.mp4")])

    edited = await sent.edit(attachments=[sent.attachments[1], film("c.mp4", b"new")])

    assert [attachment.filename for attachment in edited.attachments] == ["b.mp4", "c.mp4"]
    assert [file.content for file in studio.videos.messages[0].files] == [SAMPLE, b"new"]


async def test_a_layout_shows_only_the_files_it_names(rest: discord.Client, studio: Studio) -> None:
    sent = await place(rest, studio).send(view=gallery("attachment://a.mp4"), files=[film("a.mp4"), film("b.mp4")])

    [message] = studio.videos.messages
    assert [file.filename for file in message.files] == ["a.mp4"]
    assert [file.filename for file in message.uploads] == ["a.mp4", "b.mp4"]
    # As on the real thing, what a component shows is not among the attachments.
    assert [attachment.filename for attachment in sent.attachments] == ["b.mp4"]


@pytest.mark.parametrize(("boosts", "size"), [(0, 20), (2, 20), (7, 50), (14, 100)])
async def test_a_file_may_be_as_large_as_the_guild_is_boosted(
    rest: discord.Client, studio: Studio, boosts: int, size: int
) -> None:
    studio.guild.boost(boosts)

    await place(rest, studio).send(file=film(content=bytes(size * MIB)))
    with pytest.raises(discord.HTTPException) as caught:
        await place(rest, studio).send("too large", file=film(content=bytes(size * MIB + 1)))

    assert (caught.value.status, caught.value.code) == (413, 40005)
    assert [message.text for message in studio.videos.messages] == [""]


async def test_a_request_has_a_limit_of_its_own(rest: discord.Client, studio: Studio) -> None:
    with pytest.raises(discord.HTTPException) as caught:
        await place(rest, studio).send(files=[film(content=bytes(13 * MIB)), film("b.mp4", bytes(13 * MIB))])

    assert caught.value.code == 40005


async def test_a_files_link_is_signed_and_ends(rest: discord.Client, studio: Studio, stand_in: Discord) -> None:
    sent = await place(rest, studio).send(file=film())
    [attachment] = sent.attachments

    assert await attachment.read() == SAMPLE
    assert await fetched(attachment.url.replace("hm=", "hm=0")) == 404
    stand_in.move_clock(timedelta(hours=25))
    assert await fetched(attachment.url) == 404
    renewed = await place(rest, studio).fetch_message(sent.id)
    assert await fetched(renewed.attachments[0].url) == 200


async def fetched(url: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return response.status


async def test_odd_names_of_files_are_changed(rest: discord.Client, studio: Studio) -> None:
    await place(rest, studio).send(view=gallery("attachment://a kite (1).mp4"), file=film("a kite (1).mp4"))

    assert [file.filename for file in studio.videos.messages[0].files] == ["a_kite__1_.mp4"]


async def test_people_upload_files(studio: Studio) -> None:
    photo = studio.ann.write(studio.videos, files=[Upload("cat.png", b"meow")])

    assert [(file.filename, file.content_type, file.size) for file in photo.files] == [("cat.png", "image/png", 4)]
    assert await fetched(photo.files[0].url) == 200
