"""People act, a bot on the real discord.py answers, and people see it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from tests.discord.errors import Impossible
from tests.discord.files import MIB, Upload
from tests.discord.small_bot import SmallBot
from tests.discord.stand_in import Discord
from tests.discord.studio import Studio


async def test_a_command_with_options_is_deferred_and_its_answer_edited(bot: SmallBot, studio: Studio) -> None:
    options: dict[str, Any] = {"size": "Portrait", "seconds": 12, "image": Upload("kite.png", b"12345")}

    seen = await studio.ann.slash(studio.videos, "sora create", prompt="a kite", **options)
    message = await seen.message()

    assert seen.kind == "deferred"
    assert seen.acknowledged_after < 1
    assert message.text == "a kite 9:16 12 s sora-2 5 bytes"
    assert not message.is_edited
    assert not seen.is_ephemeral
    assert studio.videos.messages == [message]


async def test_a_dynamic_button_updates_the_message_it_is_on(bot: SmallBot, studio: Studio) -> None:
    card = await (await studio.ann.slash(studio.videos, "sora create", prompt="a kite")).message()

    seen = await studio.bob.press(card, "Cancel")

    assert seen.kind == "update"
    assert seen.first is card
    assert card.text == "cancelled a1"
    assert card.is_edited
    assert card.buttons == []


async def test_a_form_with_an_upload_is_filled_in(bot: SmallBot, studio: Studio) -> None:
    form = await (await studio.ann.slash(studio.videos, "sora form")).modal()

    files = {"Image": [Upload("a.png", b"123")]}
    answer = await (await studio.ann.fill(form, {"Shot": "wide", "mood": "calm"}, files=files)).message()

    assert form.title == "A new video"
    assert [field.label for field in form.fields] == ["Shot", "Mood", "Image"]
    assert answer.text == "wide ['calm'] [3]"
    assert answer.only_for is studio.ann


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, "'Shot' takes 1 to 50 characters, not 0"),
        ({"Shot": "x" * 51}, "'Shot' takes 1 to 50 characters, not 51"),
        ({"Shot": "wide", "Lens": "35 mm"}, "no field 'Lens', only ['Shot', 'Mood', 'Image']"),
        ({"Shot": "wide", "Mood": "wild"}, "'Mood' offers no 'wild', only ['calm']"),
        ({"Shot": "wide", "Image": "a.png"}, "'Image' does not take 'a.png'"),
    ],
)
async def test_a_form_takes_only_what_it_asks_for(
    bot: SmallBot, studio: Studio, written: dict[str, object], why: str
) -> None:
    form = await (await studio.ann.slash(studio.videos, "sora form")).modal()

    with pytest.raises(Impossible, match=re.escape(why)):
        await studio.ann.fill(form, written)


async def test_suggestions_come_while_somebody_types(bot: SmallBot, studio: Studio) -> None:
    seen = await studio.ann.complete(studio.videos, "sora create", focused="model", value="sora", prompt="a kite")

    assert [(choice.name, choice.value) for choice in seen.choices] == [
        ("SORA-2", "sora-2"),
        ("SORA-2-PRO", "sora-2-pro"),
    ]


async def test_a_messages_menu_brings_the_message_with_its_files(bot: SmallBot, studio: Studio) -> None:
    photo = studio.bob.write(studio.videos, "look", files=[Upload("my cat.png", b"meow")])

    seen = await studio.ann.use_message_menu(photo, "Animate this image")

    assert (await seen.message()).text == "look ['my_cat.png']"


async def test_people_roles_and_channels_come_resolved(bot: SmallBot, studio: Studio) -> None:
    role = studio.guild.add_role("editors")
    studio.guild.give(studio.bob, role)

    seen = await studio.ann.slash(studio.videos, "sora who", person=studio.bob, role=role, channel=studio.videos)

    assert (await seen.message()).text == "bob ['@everyone', 'editors'] editors videos"


async def test_a_select_is_used_and_a_follow_up_comes(bot: SmallBot, studio: Studio) -> None:
    message = await (await studio.ann.slash(studio.videos, "sora pick")).message()

    seen = await studio.bob.choose(message, "Pick one", "Two")

    assert seen.kind == "deferred update"
    assert (await seen.followup()).text == "picked ['Two']"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, "'prompt' must be given"),
        ({"prompt": ""}, "'prompt' takes characters from 1 to 100, not 0"),
        ({"prompt": "a kite", "seconds": 13}, "'seconds' takes from 4 to 12, not 13"),
        ({"prompt": "a kite", "seconds": "8"}, "'seconds' takes int, not '8'"),
        ({"prompt": "a kite", "size": "huge"}, "'size' offers no 'huge', only ['Portrait']"),
        ({"prompt": "a kite", "speed": 2}, "there is no option 'speed', only"),
    ],
)
async def test_a_command_takes_only_what_the_bot_registered(
    bot: SmallBot, studio: Studio, options: dict[str, object], why: str
) -> None:
    with pytest.raises(Impossible, match=re.escape(why)):
        await studio.ann.slash(studio.videos, "sora create", **options)


async def test_only_registered_commands_are_there(bot: SmallBot, studio: Studio) -> None:
    for name in ("midjourney", "sora destroy", "sora"):
        assert not studio.ann.can_use(studio.videos, name)
    assert studio.ann.can_use(studio.videos, "sora create")


async def test_commands_of_managers_are_hidden_from_others(bot: SmallBot, studio: Studio) -> None:
    boss = studio.guild.add_person("boss", manages_guild=True)

    seen = await boss.slash(studio.videos, "sora-admin")

    assert (await seen.message()).text == "hello"
    with pytest.raises(Impossible, match="ann does not see 'sora-admin'"):
        await studio.ann.slash(studio.videos, "sora-admin")


async def test_a_command_for_guilds_is_not_offered_in_direct_messages(bot: SmallBot, studio: Studio) -> None:
    boss = studio.guild.add_person("boss", manages_guild=True)

    with pytest.raises(Impossible, match="not offered in @boss"):
        await boss.slash(boss.dm, "sora-admin")


async def test_commands_work_in_direct_messages(bot: SmallBot, studio: Studio) -> None:
    studio.ann.locale = "de"

    seen = await studio.ann.slash(studio.ann.dm, "sora limits")

    assert (await seen.message()).text == f"{20 * MIB} in direct messages, de"
    assert [message.text for message in studio.ann.dm.messages] == [f"{20 * MIB} in direct messages, de"]


async def test_an_interaction_says_how_large_files_may_be(bot: SmallBot, studio: Studio) -> None:
    studio.guild.boost(7)
    thread = studio.videos.add_thread("kites")

    seen = await studio.ann.slash(thread, "sora limits")
    studio.guild.announced_upload_limit = 500 * MIB
    overstated = await studio.ann.slash(thread, "sora limits")

    assert (await seen.message()).text == f"{50 * MIB} in a guild, en-US"
    assert (await overstated.message()).text == f"{500 * MIB} in a guild, en-US"


async def test_nobody_else_sees_or_uses_an_ephemeral_message(bot: SmallBot, studio: Studio) -> None:
    seen = await studio.ann.slash(
        studio.videos, "sora who", person=studio.bob, role=studio.guild.everyone, channel=studio.videos
    )
    whisper = await seen.message()

    assert seen.is_ephemeral
    assert studio.ann.sees(studio.videos) == [whisper]
    assert studio.bob.sees(studio.videos) == studio.videos.messages == []
    with pytest.raises(Impossible, match="bob does not see"):
        await studio.bob.press(whisper, "Cancel")


async def test_a_button_that_is_not_there_cannot_be_pressed(bot: SmallBot, studio: Studio) -> None:
    card = await (await studio.ann.slash(studio.videos, "sora create", prompt="a kite")).message()

    with pytest.raises(Impossible, match=re.escape("no button 'Again', only ['Cancel']")):
        await studio.ann.press(card, "Again")


async def test_who_does_not_see_a_channel_does_nothing_there(bot: SmallBot, studio: Studio) -> None:
    studio.videos.forbid("view_channel", to=studio.ann)

    with pytest.raises(Impossible, match="ann cannot use commands in #videos"):
        await studio.ann.slash(studio.videos, "sora create", prompt="a kite")


async def test_registering_is_counted(bot: SmallBot, stand_in: Discord) -> None:
    assert len(stand_in.calls("PUT /applications/*/commands")) == 1
    assert (await stand_in.commands.registered("sora create")).body["name"] == "sora"


async def test_many_people_are_answered_at_once(bot: SmallBot, studio: Studio) -> None:
    crowd = [studio.guild.add_person(f"fan{number}") for number in range(40)]

    everything = await asyncio.gather(*(fan.slash(studio.videos, "sora create", prompt=fan.name) for fan in crowd))
    messages = [await seen.message() for seen in everything]

    assert [message.text.split()[0] for message in messages] == [fan.name for fan in crowd]
    assert len(studio.videos.messages) == 40
