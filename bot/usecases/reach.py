"""Which jobs a person reaches from where they are."""

from __future__ import annotations

from typing import Final

from bot.domain.chat import Requester
from bot.domain.job import Job

_CAN_BE_PRIVATE: Final = frozenset({"discord", "slack"})


def is_own(job: Job, requester: Requester) -> bool:
    """Whether this person asked for it, in this team, or in any where they speak with the bot alone."""
    is_here = job.requester.team == requester.team or requester.reaches_all_teams
    return is_here and job.requester.key == requester.key


def may_change(job: Job, requester: Requester) -> bool:
    """Whether this person may stop it or take it away: whoever asked for it, and the admins of its team."""
    is_theirs = (job.requester.platform, job.requester.team) == (requester.platform, requester.team)
    return is_own(job, requester) or (requester.is_admin and is_theirs)


def is_visible(job: Job, requester: Requester) -> bool:
    """Whether this person can see it: their own, and what was asked for in their team before everybody's eyes.

    What was asked for in a closed channel is seen by whoever speaks there now.
    """
    place = job.conversation
    is_in_team = (place.platform, place.team) == (requester.platform, requester.team)
    is_shown = place.is_for_all or (place.only is None and place.channel == requester.here)
    return is_own(job, requester) or (is_in_team and is_shown and not requester.is_direct)


def is_known(job: Job, requester: Requester) -> bool:
    """Whether this person may be told that it exists."""
    return is_visible(job, requester) or may_change(job, requester)


def can_be_private(requester: Requester) -> bool:
    """Whether their platform can show a video to one person alone."""
    return requester.platform in _CAN_BE_PRIVATE
