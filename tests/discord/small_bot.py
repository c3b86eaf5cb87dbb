"""A small bot on the real discord.py, for the tests of the stand-in."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import discord
from discord import app_commands, ui

from tests.discord.stand_in import Discord
from tests.discord.studio import Studio

Interaction = discord.Interaction[Any]
SAMPLE: Final = b"\0\x01film" * 100


class Cancel(ui.DynamicItem[ui.Button[Any]], template=r"cancel:(?P<job>[a-z0-9]+)"):
    """A button that works without the view it came from."""

    def __init__(self, job: str) -> None:
        super().__init__(ui.Button(label="Cancel", style=discord.ButtonStyle.danger, custom_id=f"cancel:{job}"))
        self.job = job

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: re.Match[str], /) -> Cancel:
        return cls(match["job"])

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(view=card(f"cancelled {self.job}"))


class Scene(ui.Modal, title="A new video"):
    """A form with labels and an upload."""

    shot: ui.Label[Any] = ui.Label(text="Shot", component=ui.TextInput(custom_id="shot", max_length=50))
    mood: ui.Label[Any] = ui.Label(
        text="Mood", component=ui.Select(custom_id="mood", required=False, options=[discord.SelectOption(label="calm")])
    )
    image: ui.Label[Any] = ui.Label(text="Image", component=ui.FileUpload(custom_id="image", required=False))

    async def on_submit(self, interaction: Interaction) -> None:
        shot, mood, image = self.shot.component, self.mood.component, self.image.component
        assert isinstance(shot, ui.TextInput)
        assert isinstance(mood, ui.Select)
        assert isinstance(image, ui.FileUpload)
        sizes = [len(await file.read()) for file in image.values]
        await interaction.response.send_message(f"{shot.value} {mood.values} {sizes}", ephemeral=True)


class Pick(ui.View):
    """A select."""

    @ui.select(
        placeholder="Pick one",
        options=[discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two")],
    )
    async def pick(self, interaction: Interaction, select: ui.Select[Any]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"picked {select.values}")


def card(text: str, *items: ui.Item[Any]) -> ui.LayoutView:
    """A layout with a text and a row of buttons."""
    view = ui.LayoutView(timeout=None)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(text))
    if items:
        container.add_item(ui.ActionRow(*items))
    view.add_item(container)
    return view


def place(rest: discord.Client, studio: Studio) -> discord.PartialMessageable:
    return rest.get_partial_messageable(studio.videos.id, guild_id=studio.guild.id)


def film(name: str = "kite.mp4", content: bytes = SAMPLE) -> discord.File:
    return discord.File(io.BytesIO(content), name)


def gallery(*addresses: str) -> ui.LayoutView:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("here it is"))
    view.add_item(ui.MediaGallery(*(discord.MediaGalleryItem(address) for address in addresses)))
    return view


class Sora(app_commands.Group, name="sora", description="Videos"):
    """What people can say."""

    late = asyncio.Event()

    @app_commands.command(description="Make a video")
    @app_commands.choices(size=[app_commands.Choice(name="Portrait", value="9:16")])
    async def create(  # noqa: PLR0917 - by position is how discord.py reads them
        self,
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, 100],
        size: str = "16:9",
        seconds: app_commands.Range[int, 4, 12] = 8,
        model: str = "sora-2",
        image: discord.Attachment | None = None,
    ) -> None:
        await interaction.response.defer()
        size_of_image = 0 if image is None else len(await image.read())
        text = f"{prompt} {size} {seconds} s {model} {size_of_image} bytes"
        await interaction.edit_original_response(view=card(text, Cancel("a1")))

    @create.autocomplete("model")
    async def models(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = ["sora-2", "sora-2-pro", "veo-3"]
        return [app_commands.Choice(name=name.upper(), value=name) for name in names if typed in name]

    @app_commands.command(description="Say who and where")
    async def who(
        self, interaction: Interaction, person: discord.Member, role: discord.Role, channel: discord.TextChannel
    ) -> None:
        roles = [role.name for role in person.roles]
        await interaction.response.send_message(f"{person.name} {roles} {role.name} {channel.name}", ephemeral=True)

    @app_commands.command(description="Fill in a form")
    async def form(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(Scene())

    @app_commands.command(description="Choose")
    async def pick(self, interaction: Interaction) -> None:
        await interaction.response.send_message("choose", view=Pick(timeout=60))

    @app_commands.command(description="Say what the limits are")
    async def limits(self, interaction: Interaction) -> None:
        context = "a guild" if interaction.context.guild else "direct messages"
        await interaction.response.send_message(f"{interaction.filesize_limit} in {context}, {interaction.locale}")


@app_commands.command(name="sora-admin", description="For managers")
@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
async def admin(interaction: Interaction) -> None:
    await interaction.response.send_message("hello", ephemeral=True)


@app_commands.context_menu(name="Animate this image")
async def animate(interaction: Interaction, message: discord.Message) -> None:
    names = [attachment.filename for attachment in message.attachments]
    await interaction.response.send_message(f"{message.content} {names}", ephemeral=True)


class SmallBot(discord.AutoShardedClient):
    """Answers to everything a person can do, and remembers what it was told."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True, guild_messages=True))
        super().__init__(guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(Sora())
        self.tree.add_command(admin)
        self.tree.add_command(animate)
        self.heard: list[str] = []

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Cancel)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing between shards."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.heard.append(event)
        super().dispatch(event, *args, **kwargs)


@asynccontextmanager
async def running(stand_in: Discord, bot: discord.Client) -> AsyncIterator[asyncio.Task[None]]:
    """Run a bot against the stand-in until the block ends; gives its task, which fails when the bot gives up."""
    async with bot:
        task = asyncio.create_task(bot.start(stand_in.token))
        connected = asyncio.create_task(stand_in.gateway.connected(stand_in.gateway.recommended_shards))
        try:
            await asyncio.wait([task, connected], return_when=asyncio.FIRST_COMPLETED)
            yield task
        finally:
            connected.cancel()
            await bot.close()
            await asyncio.gather(task, connected, return_exceptions=True)
