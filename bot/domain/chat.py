"""Who asks, where, and what we answer: messages in neutral form, rendered natively by each chat adapter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.manner import WRITTEN, Manner


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asked. `name` is for showing only.

    `spans_teams`: the platform knows a person by the same id in all its teams. `is_direct`: they speak with the bot
    alone, outside any team. `is_admin`: the platform lets them manage this team. `manner`: how they give commands.
    `here`: the channel they speak in, where the platform tells.
    """

    platform: str
    team: str
    user: str
    roles: tuple[str, ...] = ()
    name: str = ""
    spans_teams: bool = False
    is_direct: bool = False
    is_admin: bool = False
    manner: Manner = WRITTEN
    here: str = ""

    @property
    def key(self) -> str:
        """One text that names this person among all platforms and teams."""
        return f"{self.platform}:{'*' if self.spans_teams else self.team}:{self.user}"

    @property
    def reaches_all_teams(self) -> bool:
        """Whether they find here whatever they have asked for on this platform, and not in this team alone."""
        return self.spans_teams and self.is_direct

    @property
    def on_record(self) -> Requester:
        """The person as a job remembers them: without what is so at this moment only."""
        return replace(self, is_direct=False, is_admin=False, manner=WRITTEN, here="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Where a request came from and where the video goes. `only`: the one user who may see what is posted there.

    `parent`: the channel that it belongs to, where a platform has its threads as channels of their own. `is_closed`:
    not everybody in the team can read there.
    """

    platform: str
    team: str
    channel: str
    thread: str | None = None
    only: str | None = None
    parent: str | None = None
    is_closed: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether everybody in the team may know what is made here."""
        return self.only is None and not self.is_closed

    @property
    def home(self) -> str:
        """The channel whose rules hold here."""
        return self.parent or self.channel


class Action(StrEnum):
    """What a button under a card or a video does."""

    CANCEL = "cancel"
    CANCEL_NOW = "cancel_now"
    CANCEL_FREE = "cancel_free"  # only while that costs nothing, as the question before it promised
    KEEP = "keep"
    AGAIN = "again"
    REMIX = "remix"
    RETRY = "retry"
    START_IMAGE = "start_image"
    DELETE = "delete"
    DELETE_NOW = "delete_now"
    HISTORY = "history"
    LEAVE = "leave"  # the other answer to the question before a delete


@dataclass(frozen=True, slots=True)
class Button:
    """A button that works for ever: it carries the job's id and nothing else.

    One that leafs through the history carries the number of a page in its place.
    """

    action: Action
    label: str
    job_id: str


class Tone(StrEnum):
    """The mood of a card: what colours and icons follow."""

    NEUTRAL = "neutral"
    BUSY = "busy"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The steps of a job and the one it is at; `fraction` (0 to 1) only where the provider tells it.

    `since` is when the current step began and `expected` how long rendering usually takes: together they make
    "12 s of about 40 s", which a page can count itself.
    """

    steps: tuple[str, ...]
    current: int
    since: datetime
    expected: timedelta | None = None
    fraction: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The state of one job, as a message that is edited while the job moves on."""

    job_id: str
    status: str
    tone: Tone
    title: str
    prompt: str
    facts: tuple[str, ...] = ()
    progress: Progress | None = None
    note: str = ""
    buttons: tuple[Button, ...] = ()
    is_final: bool = False

    @property
    def must_be_heard(self) -> bool:
        """Whether it says that there will be no video, which nothing else in the conversation would say."""
        return self.tone is Tone.BAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings, for lists such as history and models. `links`: where each row leads, if anywhere."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An address to follow, and the words it stands behind."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Film:
    """A video that was posted before, at its address within the platform, to be seen small; `words` describe it."""

    url: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A plain answer. `private`: for the requester's eyes only, where the platform can.

    `is_about_picture`: the picture that somebody sent stands in the way.
    """

    text: str
    tone: Tone = Tone.NEUTRAL
    table: Table | None = None
    links: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()
    films: tuple[Film, ...] = ()
    private: bool = True
    is_about_picture: bool = False


def refusal(text: str) -> Notice:
    """What somebody wanted is not done: why, and what to do instead."""
    return Notice(text=text, tone=Tone.BAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """One card per accepted job."""

    cards: tuple[Card, ...]


Reply = Notice | Cards


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoPost:
    """A finished video with its words, as it is posted.

    `mentions` is the requester's user id; `reply_to` the ref of the job's card, where that stands in the same place.
    """

    job_id: str
    text: str
    prompt: str
    filename: str
    width: int
    height: int
    seconds: float
    mentions: str
    reply_to: str | None = None
    buttons: tuple[Button, ...] = ()
