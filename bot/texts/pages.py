"""What the pages say beside the chat: refusals and the sign-in."""

from __future__ import annotations


def page_wrong_host() -> str:
    """The page was opened under a name the bot does not know."""
    return "The bot does not answer under this address. Open the address it printed when it started."


def page_cross_site() -> str:
    """Another site tried to act here."""
    return "This came from another site, so it was not done. Open the page itself and do it there."


def page_needs_password() -> str:
    """The page is open to other machines and has no password."""
    return "This page needs a password before it opens to other machines. Set one in the settings and start again."


def page_sign_in_first() -> str:
    """Not signed in."""
    return "Sign in first, then try again."


def page_unknown_conversation() -> str:
    """A conversation that does not exist."""
    return "There is no such conversation. Pick one from the list, or start a new one."


def page_trouble() -> str:
    """The page broke."""
    return "Something went wrong on our side, sorry. Load the page again; if it stays, look at the bot's log."
