"""What people are told about the place they ask in: what the bot lacks there, and how it says hello."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.manner import WRITTEN, Manner
from bot.texts.amounts import all_of


def missing_permissions(names: Sequence[str]) -> str:
    """The bot could not post the finished video here. `names` as the platform's settings call them."""
    return (
        f"I may not post videos here yet. Ask somebody who manages this server to allow me {all_of(tuple(names))} "
        "in this channel, and then try again. Nothing was charged."
    )


def bot_not_added() -> str:
    """The bot's commands are offered in this server, but the bot itself was not added to it."""
    return (
        "My commands are here, but I am not: I could not post the finished video. Ask somebody who manages this server "
        "to add me as a bot, and then try again. Nothing was charged."
    )


def welcome(place: str) -> str:
    """The first message in a new server or workspace."""
    return (
        f"Hello, and thank you for adding me to {place}! Three things, and your people can make videos:\n"
        "1. Make sure I may see the channel, send messages, attach files and embed links where videos are wanted.\n"
        "2. Try it: write `/sora create` and what the video should show.\n"
        "3. Look at `/sora models` for sizes, lengths and prices, and at `/sora help` for everything else."
    )


def form_wanted() -> str:
    """Nothing was said that a video could be made of, where no form can open."""
    return "Say what the video should show, such as “a red kite over the sea”."


def form_gone() -> str:
    """A form was open for too long, or over a restart."""
    return "That form was open for too long, so what it began with is gone. Open it again; it takes only a moment."


def no_picture(manner: Manner = WRITTEN) -> str:
    """A message without a picture was to be animated."""
    way = f"attach yours to `{manner.command('create')}`" if manner.has_fields else "attach yours when you ask"
    return f"There is no picture in that message. Choose one with a picture, or {way}."


def picture_not_reached() -> str:
    """A picture stands in a message that is closed to the bot."""
    return (
        "I cannot open that picture. Invite me to the channel it is in, or attach it to your own request. "
        "Nothing was charged."
    )


def one_picture(sent: int) -> str:
    """Several pictures came along with a request."""
    return (
        f"A video starts from one picture, and you sent {sent}. Send your request again with the one to start from. "
        "Nothing was charged."
    )


def not_a_picture() -> str:
    """A file that is no picture came along with a request."""
    return (
        "A video can start from a picture, and the file you sent is none. Send your request again with a JPEG, PNG or "
        "WebP, or without the file. Nothing was charged."
    )


def not_in_channel(mention: str) -> str:
    """Somebody asks in a channel the bot is not in. `mention` is what it is called there."""
    return (
        f"I am not in this channel, so I could not post the video here. Write “/invite {mention}”, and ask again. "
        "Nothing was charged."
    )


def hello(mention: str) -> str:
    """The bot was invited to a channel."""
    return (
        f"Hello! Tell me what a video should show, and I make it: “{mention} a paper boat in the rain, 8s portrait”. "
        f"“{mention} help” tells the rest."
    )


def comes_directly() -> str:
    """A private video was asked for where others are."""
    return "Nobody else will see it: look into your direct messages with me."


def cancel_yes() -> str:
    """The button that cancels."""
    return "Cancel it"


def cancel_no() -> str:
    """The button that does not."""
    return "Keep it"


def kept() -> str:
    """After the second thought."""
    return "It goes on."


def old_button(manner: Manner = WRITTEN) -> str:
    """A button whose work is no longer known."""
    look = manner.command("history")
    return f"This button belongs to an older version of the bot. Write “{look}” to go on from your videos."


def old_command(manner: Manner = WRITTEN) -> str:
    """A command that another version of the bot had registered."""
    look = manner.command("help")
    return f"I do not know this command, or not in this form. Reload your client, and try again; “{look}” lists all."
