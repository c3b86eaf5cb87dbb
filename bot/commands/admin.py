"""The commands of a team's admins: names, descriptions, and the command as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class AdminName(StrEnum):
    """The words after `/sora-admin`; the first of two is a group."""

    SHOW = "show"
    JOBS = "jobs"
    PAUSE = "pause"
    RESUME = "resume"
    CHANNEL_ALLOW = "channel allow"
    CHANNEL_DENY = "channel deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminSpec:
    """One command of the admins."""

    name: AdminName
    description: str

    @property
    def group(self) -> str:
        """The first of two words; empty where the name is one word."""
        return self.name.rpartition(" ")[0]

    @property
    def word(self) -> str:
        """The name without its group."""
        return self.name.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class Admin:
    """An admin's command, as it was given. The core decides whether the requester is an admin.

    `place` is what people call the channel it was given in, where the platform tells.
    """

    name: AdminName
    place: str = ""


ADMIN_GROUPS: Final = {"channel": "Where videos may be asked for"}

ADMIN_COMMANDS: Final = (
    AdminSpec(name=AdminName.SHOW, description="The quotas here, and what is left of them"),
    AdminSpec(name=AdminName.JOBS, description="Everybody's videos that are waiting and being made"),
    AdminSpec(name=AdminName.PAUSE, description="Take no new videos for now"),
    AdminSpec(name=AdminName.RESUME, description="Take new videos again"),
    AdminSpec(name=AdminName.CHANNEL_ALLOW, description="Let people ask for videos in this channel"),
    AdminSpec(name=AdminName.CHANNEL_DENY, description="Take no videos from this channel"),
)
