"""A small bot on the real discord.py, for the tests of the stand-in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands, ui

from tests.discord.stand_in import Discord


class Cancel(ui.DynamicItem[ui.Button[Any]], template=r"cancel:(?P<job>[a-z0-9]+)"):
    """A button that works without the view it came from."""

    def __init__(self, job: str) -> None:
        super().__init__(ui.Button(label="Cancel", style=discord.ButtonStyle.danger, custom_id=f"cancel:{job}"))
        self.job = job

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Cancel:
        return cls(match["job"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(view=card(f"cancelled {self.job}"))


class Scene(ui.Modal, title="A new video"):
    """A form with labels and an upload."""

    shot: ui.Label[Any] = ui.Label(text="Shot", component=ui.TextInput(custom_id="shot", max_length=50))
    image: ui.Label[Any] = ui.Label(text="Image", component=ui.FileUpload(custom_id="image", required=False))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        shot, image = self.shot.component, self.image.component
        assert isinstance(shot, ui.TextInput)
        assert isinstance(image, ui.FileUpload)
        sizes = [len(await file.read()) for file in image.values]
        await interaction.response.send_message(f"{shot.value} {sizes}", ephemeral=True)


def card(text: str, *items: ui.Item[Any]) -> ui.LayoutView:
    """A layout with a text and a row of buttons."""
    view = ui.LayoutView(timeout=None)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(text))
    if items:
        container.add_item(ui.ActionRow(*items))
    view.add_item(container)
    return view


class SmallBot(discord.Client):
    """Answers to everything a person can do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=discord.Intents(guilds=True), **options)
        self.tree = app_commands.CommandTree(self)
        sora = app_commands.Group(name="sora", description="Videos")
        sora.command(name="create", description="Make a video")(create)
        self.tree.add_command(sora)
        self.tree.add_command(app_commands.ContextMenu(name="Animate this image", callback=animate))

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Cancel)
        await self.tree.sync()


@app_commands.choices(size=[app_commands.Choice(name="Portrait", value="9:16")])
async def create(
    interaction: discord.Interaction[Any],
    prompt: app_commands.Range[str, 1, 100],
    size: str = "16:9",
    model: str | None = None,
    image: discord.Attachment | None = None,
) -> None:
    if prompt == "form":
        await interaction.response.send_modal(Scene())
        return
    await interaction.response.defer()
    data = b"" if image is None else await image.read()
    await interaction.edit_original_response(view=card(f"{prompt} {size} {len(data)}", Cancel("a1")))


async def animate(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    names = [attachment.filename for attachment in message.attachments]
    await interaction.response.send_message(f"{message.content} {names}", ephemeral=True)


@asynccontextmanager
async def running(stand_in: Discord, bot: discord.Client) -> AsyncIterator[discord.Client]:
    """Run a bot against the stand-in until the block ends."""
    import asyncio

    async with bot:
        task = asyncio.create_task(bot.start(stand_in.token))
        try:
            await stand_in.gateway.connected()
            yield bot
        finally:
            await bot.close()
            await asyncio.gather(task, return_exceptions=True)
