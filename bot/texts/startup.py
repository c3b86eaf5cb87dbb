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


def database_unreachable(where: str) -> str:
    """No answer from the database; `where` is host and name, without the password."""
    return f"The database at {where} does not answer. Check that it runs and that the address is right."
