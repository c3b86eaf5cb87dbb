"""A page of a person's own, where a platform has one: what is left, what is on its way, what was made last."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.chat import Button, Card, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One limit: how much of it is used, from 0 to 1, the same in words, and when it starts anew."""

    words: str
    fraction: float
    anew: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A video that was made: in words, its message (`ref`) and the way to it, and what one can do with it."""

    job_id: str
    words: str
    prompt: str
    ref: str | None = None
    link: str | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """`running` are the cards of videos on their way, and `more_running` counts those that have none.

    `team` is what an admin sees of everybody's. The words of empty parts say what to do to fill them.
    """

    bars: tuple[Bar, ...] = ()
    no_bars: str = ""
    running: tuple[Card, ...] = ()
    more_running: int = 0
    nothing_running: str = ""
    made: tuple[Made, ...] = ()
    nothing_made: str = ""
    team: tuple[Notice, ...] = ()
