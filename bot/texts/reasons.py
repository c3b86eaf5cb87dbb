"""Why a job ended without a video, and what to do now: one sentence each."""

from __future__ import annotations

from bot.domain.job import Closing, Job, Reason

GIVEN_BACK = "Your quota was given back."


def reason(why: Reason, title: str) -> str:
    """What happened and what to do next. `title` is the model's, as people know it."""
    match why:
        case Reason.CONTENT:
            return f"{title} turned this prompt down under its content rules. Reword it and try again."
        case Reason.BAD_REQUEST:
            return f"{title} did not take this request as it stands. Try a simpler prompt or another size or length."
        case Reason.BAD_IMAGE:
            return f"{title} could not use the picture. Try another one, or leave it out."
        case Reason.PROVIDER_FAILED:
            return f"{title} tried and could not make this video. Retry in a moment, or pick another model."
        case Reason.PROVIDER_KEY:
            return f"{title} did not let the bot in. Tell whoever runs the bot that its key needs renewing, then retry."
        case Reason.PROVIDER_CREDIT:
            return f"The bot's account for {title} is empty. Tell whoever runs the bot to top it up, then retry."
        case Reason.MODEL_GONE:
            return f"{title} is not offered any more. Pick another model: `models` lists them."
        case _:
            return _ours(why)


def _ours(why: Reason) -> str:
    match why:
        case Reason.RESULT_EXPIRED:
            return "The video was made, but it was gone before it could be fetched. Retry to make it again."
        case Reason.RESULT_BROKEN:
            return "What came back was not a whole video. Retry to make it again."
        case Reason.RESULT_TOO_LARGE:
            return "The video came out too large to fetch. Retry with a shorter length or a smaller size."
        case Reason.RESULT_FORBIDDEN:
            return (
                "The video lies at an address the bot may not open. Tell whoever runs the bot, or pick another model."
            )
        case Reason.CONVERSATION_GONE:
            return "The conversation this video was for is closed to the bot. Invite the bot there, then retry."
        case Reason.STORAGE_FULL:
            return "The bot has no room left to keep the video. Tell whoever runs the bot, and retry later."
        case Reason.DEADLINE:
            return "The video was not ready in time. Retry, perhaps with a shorter length or another model."
        case Reason.LOST:
            return "The request was sent and never heard of again. Retry to send it once more."
        case Reason.CANCELLED:
            return "Cancelled, as you asked. Ask for another video whenever you like."
        case _:
            return "It ended without a video. Retry in a moment."


def ending(job: Job, title: str) -> str:
    """The reason and what became of the quota, for a job that ended without a video."""
    sentence = reason(job.reason or Reason.PROVIDER_FAILED, title)
    return f"{sentence} {charged(job.closing)}".strip()


def charged(closing: Closing | None) -> str:
    """What became of the quota."""
    match closing:
        case Closing.RELEASED:
            return GIVEN_BACK
        case Closing.SETTLED:
            return "It counts against your quota, because the work had begun."
        case None:
            return ""
