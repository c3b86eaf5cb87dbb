"""How long the connection to Slack is patient. Apart from the rest, so that it is read without the library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackPace:
    """Seconds, all of them."""

    waits: tuple[float, ...] = (1, 2, 5, 10, 30)
    """Between two tries to reach Slack; the last one for good."""

    ping: float = 5
    """Between two pings of the socket. Without an answer to four of them, it is dead."""

    deaf: float = 60
    """The socket may be away for so long; then everything is begun anew. Slack's library reconnects by itself, but it
    tries an address again for ever that is good for half a minute."""

    connect: float = 15
    """For one try to connect."""

    login: float = 10
    """How long the start of the bot waits for Slack to take its token."""

    glance: float = 1
    """Between two looks at whether the socket is there."""

    farewell: float = 5
    """What people have asked for comes to its end within this when the bot stops."""

    home_every: float = 5
    """Between two looks at whether somebody's page, which they may be reading, is out of date."""

    home_for: float = 600
    """So long after it was opened a page is kept up to date."""
