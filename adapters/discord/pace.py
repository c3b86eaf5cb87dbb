"""How long the connection to Discord is patient. Apart from the rest, so that it is read without the library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds, all of them."""

    waits: tuple[float, ...] = (1, 2, 5, 10, 30)
    """Between two tries to reach the API; the last one for good."""

    lives: tuple[float, ...] = (1, 5, 30, 300)
    """Between the end of one connection to the gateway and the next; the last one for good.

    Each may begin a session for every shard, and there are a thousand of those a day.
    """

    steady: float = 600
    """A connection that lasted so long was a good one: the next begins without a long wait."""

    heartbeat: float = 60
    """Without a word from the gateway for so long, the connection is dead. It speaks every 41 seconds."""

    deaf: float = 120
    """A shard may be away for so long; then everything is begun anew.

    discord.py waits up to 17 minutes between its own tries, and may wait for ever for what never comes.
    """

    login: float = 10
    """How long the start of the bot waits for Discord to take its token."""

    greeting: float = 2
    """So long after the last server was named, all are taken to be known. Only the end of the bot waits for it."""

    farewell: float = 5
    """What interactions under way have to come to their end when the bot stops."""
