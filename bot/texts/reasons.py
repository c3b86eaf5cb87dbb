"""Why a job ended without a video, and what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.job import Closing, Job
from bot.domain.job_events import Reason

GIVEN_BACK: Final = "Your quota was given back."
COUNTED: Final = "It counts against your quota, because the work had begun."

_REASONS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.CONTENT: "{title} turned this prompt down under its content rules. Reword it and try again.",
        Reason.BAD_REQUEST: "{title} did not take this request as it stands. Try a simpler prompt, or another size.",
        Reason.BAD_IMAGE: "{title} could not use the picture. Try another one, or leave it out.",
        Reason.PROVIDER_FAILED: "{title} could not make this video. Retry in a moment, or pick another model.",
        Reason.PROVIDER_KEY: "{title} did not let the bot in. Ask whoever runs the bot to renew its key, then retry.",
        Reason.PROVIDER_CREDIT: "The bot's account for {title} is empty. Ask whoever runs the bot to top it up.",
        Reason.MODEL_GONE: "{title} is not offered any more. Pick another model, and ask again.",
        Reason.RESULT_EXPIRED: "The video was made, but was gone before it could be fetched. Retry to make it again.",
        Reason.RESULT_BROKEN: "What came back was not a whole video. Retry to make it again.",
        Reason.RESULT_TOO_LARGE: "The video came out too large to fetch. Try a shorter length or a smaller size.",
        Reason.RESULT_FORBIDDEN: (
            "The video lies at an address the bot may not open. Pick another model, or ask whoever runs the bot."
        ),
        Reason.CONVERSATION_GONE: (
            "The conversation this video was for is closed to the bot. Invite the bot there, then retry."
        ),
        Reason.PLATFORM_AWAY: (
            "The video was made, but this chat could not be reached for hours to post it. Retry to make it again."
        ),
        Reason.TOO_LARGE_TO_POST: (
            "This conversation takes no video file of that size, and it could not be made small enough. "
            "Try a shorter length or a smaller size, or ask an admin whether files like this are allowed here."
        ),
        Reason.STORAGE_FULL: "The bot had no room to keep the video. Ask whoever runs the bot, and retry later.",
        Reason.DEADLINE: "The video was not ready in time. Retry, perhaps with a shorter length or another model.",
        Reason.LOST: "The request was sent and never heard of again. Retry to send it once more.",
        Reason.CANCELLED: "Cancelled, as you asked. Ask for another video whenever you like.",
    }
)


def reason(why: Reason, title: str) -> str:
    """What happened and what to do next. `title` is the model's, as people know it."""
    return _REASONS[why].format(title=title)


def ending(job: Job, title: str) -> str:
    """The reason and what became of the quota, for a job that ended without a video."""
    why = job.reason or Reason.PROVIDER_FAILED
    charged = {Closing.RELEASED: GIVEN_BACK, Closing.SETTLED: COUNTED, None: ""}[job.closing]
    return f"{charged} {reason(why, title)}".strip()
