"""What the chat page answers at its doors: who may come in, and what a request lacks."""

from __future__ import annotations


def page_wrong_host() -> str:
    """The page was called by a name it does not know."""
    return (
        "This chat page answers only under its own address. Open it as http://localhost, or set the bot's public "
        "address to the name you used."
    )


def page_needs_password() -> str:
    """Somebody from another machine, and no password is set."""
    return "This chat page has no password, so it can only be opened on the machine the bot runs on."


def page_cross_site() -> str:
    """Another website tried to act here."""
    return "This request did not come from the chat page itself, so nothing was done."


def page_sign_in_first() -> str:
    """No session, or one that is over."""
    return "Please sign in first."


def page_wrong_password() -> str:
    """The password was not right."""
    return "That is not the password."


def page_wait(seconds: int) -> str:
    """Too many wrong passwords."""
    return f"Too many wrong tries. Try again in {seconds} seconds."


def page_too_large() -> str:
    """A body over its bound."""
    return "That is too much at once."


def page_image_too_large() -> str:
    """An upload over its bound."""
    return "That image is larger than 10 MB."


def page_not_an_image() -> str:
    """An upload that is no image we take."""
    return "That is not a JPEG, PNG or WebP image."


def page_image_gone() -> str:
    """The uploaded image is not held any more."""
    return "The image is not here any more. Please choose it again."


def page_unknown_conversation() -> str:
    """No such conversation."""
    return "This conversation does not exist."


def page_unknown_video() -> str:
    """No such file."""
    return "This video does not exist."


def page_not_understood(what: str) -> str:
    """A field of a request is missing or wrong."""
    return f"The request is not complete: {what}."


def page_busy() -> str:
    """Too many open pages."""
    return "This chat page is open in too many places. Close some of them."


def page_trouble() -> str:
    """Something went wrong on our side."""
    return "Something went wrong on our side. It is safe to try again."


def page_unknown_file() -> str:
    """No such page."""
    return "There is nothing here."
