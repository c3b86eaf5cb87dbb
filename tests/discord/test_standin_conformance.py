"""What a bot sends is compared with Discord's own description of its API."""

from __future__ import annotations

import io

import discord
import pytest
from discord import ui
from discord.http import Route

from tests.discord import description
from tests.discord.stand_in import Discord, open_discord
from tests.discord.studio import Studio

needs_description = pytest.mark.skipif(not description.FILE.exists(), reason=description.ABSENT)


@needs_description
async def test_a_body_that_is_not_as_described_is_noted(
    rest: discord.Client, studio: Studio, stand_in: Discord
) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=studio.videos.id)

    await rest.http.request(route, json={"content": "x", "tts": "yes"})

    [violation] = stand_in.violations
    assert "POST /channels/{channel_id}/messages: $.tts" in violation
    stand_in.violations.clear()


@needs_description
async def test_the_json_beside_files_is_compared_too(rest: discord.Client, studio: Studio, stand_in: Discord) -> None:
    files = [discord.File(io.BytesIO(b"x"), "a.mp4", description="y" * 1025)]

    await rest.get_partial_messageable(studio.videos.id).send(files=files)

    assert any("description" in violation for violation in stand_in.violations)
    stand_in.violations.clear()


@needs_description
async def test_ids_may_be_numbers(rest: discord.Client, studio: Studio, stand_in: Discord) -> None:
    sent = await rest.get_partial_messageable(studio.videos.id).send(file=discord.File(io.BytesIO(b"x"), "a.mp4"))

    await sent.edit(attachments=[*sent.attachments, discord.File(io.BytesIO(b"y"), "b.mp4")])
    await rest.create_dm(discord.Object(studio.ann.id))

    assert stand_in.violations == []


async def test_the_stand_in_complains_at_its_end() -> None:
    with pytest.raises(AssertionError, match="Discord would not have taken this:\nPOST somewhere: nonsense"):
        async with open_discord() as stand_in:
            stand_in.violations.append("POST somewhere: nonsense")


async def test_every_component_is_shown_as_described(rest: discord.Client, studio: Studio) -> None:
    view = ui.LayoutView()
    view.add_item(
        ui.Container(
            ui.TextDisplay("# A film"),
            ui.Section(ui.TextDisplay("a poster"), accessory=ui.Thumbnail("attachment://poster.png")),
            ui.Section(ui.TextDisplay("a button"), accessory=ui.Button(label="Again", custom_id="again")),
            ui.Separator(),
            ui.MediaGallery(
                discord.MediaGalleryItem("attachment://film.mp4"), discord.MediaGalleryItem("https://a.b/c")
            ),
            ui.File("attachment://notes.txt"),
            ui.ActionRow(ui.Select(custom_id="size", options=[discord.SelectOption(label="large")])),
            ui.ActionRow(ui.Button(label="Look", url="https://a.b/c")),
        )
    )
    files = [discord.File(io.BytesIO(name.encode()), name) for name in ("poster.png", "film.mp4", "notes.txt")]

    sent = await rest.get_partial_messageable(studio.videos.id).send(view=view, files=files)

    # Whether the answer is as described is asked at the end of the fixture `stand_in`.
    again = ui.LayoutView.from_message(sent)
    assert again.total_children_count == 15
    [message] = studio.videos.messages
    assert message.text == "# A film\na poster\na button"
    assert [button.label for button in message.buttons] == ["Again", "Look"]
    assert [select.custom_id for select in message.selects] == ["size"]
    assert [file.filename for file in message.files] == ["poster.png", "film.mp4", "notes.txt"]
    assert message.media[2] == "https://a.b/c"
    assert sent.attachments == []
