"""What people read in their browser while they add the bot to Slack."""

from __future__ import annotations


def added_title(workspace: str) -> str:
    """A workspace, or all of an organisation, has let us in."""
    return f"The bot is in {workspace} now" if workspace else "The bot is in your workspace now"


def added_steps(bot: str, *, is_organisation: bool) -> tuple[str, ...]:
    """What to do next; `bot` is how it is mentioned."""
    first = ("Add the bot to the workspaces that should have it: an admin of your organisation can.",)
    return (
        *(first if is_organisation else ()),
        "Open Slack and go to a channel.",
        f"Write /invite {bot} there, so that it may post.",
        f"Write {bot} and what the video should show: {bot} a red kite over a bay at sunset",
    )


def not_here() -> str:
    """Somebody gives a command in a workspace whose token is not there any more, or cannot be read."""
    return (
        "I cannot work in this workspace at the moment. Ask an admin of it to add me to Slack once more, or tell "
        "whoever runs the bot. Nothing was charged."
    )


def open_slack() -> str:
    """The way to the workspace."""
    return "Open Slack"


def not_added_title() -> str:
    """Nobody let us in."""
    return "The bot was not added"


def adding_denied() -> str:
    """The person, or the workspace, said no."""
    return (
        "It was refused or called off in Slack, so nothing has changed. You can try again; "
        "where an admin has to agree, ask them first."
    )


def adding_link_used() -> str:
    """The state is not ours, was used, is too old, or began in another browser."""
    return (
        "This page works once, for ten minutes, and only in the browser in which you began. "
        "If the bot is in Slack already, all is well. Otherwise begin again."
    )


def adding_refused() -> str:
    """Slack did not give us a token that works."""
    return "Slack did not confirm it. Try again; if it stays so, whoever runs the bot finds the reason in its log."


def adding_trouble() -> str:
    """Slack, or our database, does not answer."""
    return "Something went wrong on the way to Slack, sorry, and nothing was kept. Try again in a minute."


def try_again() -> str:
    """Back to the beginning."""
    return "Try again"
