"""What people are told who have not said yet what they want, or not in a place where it can be done."""

from __future__ import annotations

from bot.domain.manner import WRITTEN, Manner


def form_invitation(manner: Manner = WRITTEN, *, has_picture: bool = False) -> str:
    """Somebody has called the bot and said nothing; a button that opens the form stands below.

    `has_picture`: they have sent a picture, which the form takes along.
    """
    example = f"{manner.before}a paper boat in the rain, 8s portrait"
    if has_picture:
        return (
            "I have your picture. What should happen in the video? Say it in the form, which starts from your picture, "
            f"or send the picture again with words, such as “{example}”."
        )
    return (
        f"Say what your video should show, such as “{example}”, or fill in the form. “{manner.command('help')}” tells "
        "what else there is."
    )


def open_form() -> str:
    """The button that opens the form."""
    return "Open the form"


def form_late() -> str:
    """A form could not be opened within the seconds that the platform gives for it."""
    return "The form could not be opened in time. Try once more; it mostly takes a moment."


def not_in_conversation() -> str:
    """Somebody asks where two people write to each other, and nobody else can come in."""
    return (
        "I cannot post into a conversation between others. Ask in our direct messages, or in a channel I am in. "
        "Nothing was charged."
    )
