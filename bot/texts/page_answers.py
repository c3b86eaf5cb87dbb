"""What the chat page answers when a request lacks something."""

from __future__ import annotations


def page_wrong_password() -> str:
    """The password was not right."""
    return "That is not the password."


def page_wait(seconds: int) -> str:
    """Too many wrong passwords."""
    return f"Too many wrong tries. Try again in {seconds} s."


def page_too_large() -> str:
    """A body over its bound."""
    return "That is too much at once. Make it shorter and send it again."


def page_image_too_large() -> str:
    """An upload over its bound."""
    return "That image is larger than 10 MB. Choose a smaller one."


def page_not_an_image() -> str:
    """An upload that is no image we take."""
    return "That is not a JPEG, PNG or WebP image. Choose another one."


def page_image_gone() -> str:
    """The uploaded image is not held any more."""
    return "The image is not here any more. Choose it once more."


def page_unknown_video() -> str:
    """No such file."""
    return "There is no such video."


def page_unknown_file() -> str:
    """No such page."""
    return "There is nothing at this address."


def page_not_understood(field: str) -> str:
    """A field of a request is missing or wrong; people see this only when the page is older than the bot."""
    return f"The bot did not understand the request ({field}). Load the page again."


def page_busy() -> str:
    """Too many open pages."""
    return "The page is open in too many places. Close some of them."
