"""What the operator reads when the bot cannot start, and what to do about it."""

from __future__ import annotations


def setting_problem(name: str, problem: str) -> str:
    """One setting that is missing or wrong."""
    return f"{name}: {problem.rstrip('.')}. Set it in the environment or in .env, and start again."


def already_running(path: str) -> str:
    """A second bot on one SQLite file."""
    return (
        f"Another bot is already running on {path}. Stop it first; "
        "to run several at once, put their database on PostgreSQL."
    )


def port_in_use(host: str, port: int) -> str:
    """Somebody else listens there."""
    return f"Port {port} on {host} is taken by another program. Stop that program, or choose another port."


def discord_token_refused() -> str:
    """Discord does not know the token."""
    return (
        "Discord does not accept SORA_DISCORD_TOKEN. Copy the token anew from the page “Bot” of your application in "
        "Discord's developer portal, and start again."
    )


def slack_token_refused() -> str:
    """Slack does not know the bot token, or not any more."""
    return (
        "Slack does not accept SORA_SLACK_BOT_TOKEN. Copy the “Bot User OAuth Token” anew from the page “OAuth & "
        "Permissions” of your app at Slack, and start again."
    )


def slack_app_token_refused() -> str:
    """Slack opens no connection with the app-level token."""
    return (
        "Slack does not accept SORA_SLACK_APP_TOKEN. Check that Socket Mode is on in your app at Slack, make an "
        "app-level token with the scope connections:write on the page “Basic Information”, and start again."
    )


def slack_access_refused(word: str, *, is_app_token: bool) -> str:
    """Slack knows the token, and lets nobody in with it for a reason of its own; `word` is how it says so."""
    setting, page = ("APP", "Basic Information") if is_app_token else ("BOT", "Install App")
    return (
        f"Slack knows SORA_SLACK_{setting}_TOKEN, but lets nobody in with it: “{word}”. Look at the page “{page}” of "
        "your app at Slack, ask an admin of the workspace whether the app is allowed there, and start again."
    )


def database_unreachable(where: str) -> str:
    """No answer from the database; `where` is host and name, without the password."""
    return f"The database at {where} does not answer. Check that it runs and that the address is right."


def database_too_new() -> str:
    """The tables were changed by a newer program."""
    return "The database was changed by a newer version of this bot. Run that version, or go back to a backup."


def not_well(where: str) -> str:
    """The health check found nobody, or somebody unwell."""
    return f"The bot does not answer at {where}, or is not well. Look at its log, and start it if it is not running."
