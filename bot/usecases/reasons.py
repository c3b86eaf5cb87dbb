"""From what went wrong to why a job ended: one table."""

from __future__ import annotations

from typing import Final

from bot.domain import errors
from bot.domain.job_events import Failed, Reason

REASONS: Final[tuple[tuple[type[errors.SoraError], Reason], ...]] = (
    (errors.Refused, Reason.CONTENT),
    (errors.BadRequest, Reason.BAD_REQUEST),
    (errors.BadImage, Reason.BAD_IMAGE),
    (errors.KeyRefused, Reason.PROVIDER_KEY),
    (errors.OutOfCredit, Reason.PROVIDER_CREDIT),
    (errors.ModelGone, Reason.MODEL_GONE),
    (errors.ForbiddenAddress, Reason.RESULT_FORBIDDEN),
    (errors.ResultExpired, Reason.RESULT_EXPIRED),
    (errors.ResultNotAVideo, Reason.RESULT_BROKEN),
    (errors.ResultTooLarge, Reason.RESULT_TOO_LARGE),
    (errors.TooLargeToPost, Reason.TOO_LARGE_TO_POST),
    (errors.ConversationGone, Reason.CONVERSATION_GONE),
    (errors.DeliveryPaused, Reason.PLATFORM_AWAY),
    (errors.StorageFull, Reason.STORAGE_FULL),
    (errors.TimeError, Reason.PROVIDER_FAILED),
)


def failed(error: Exception) -> Failed:
    """The event that ends a job because of `error`."""
    reason = next((reason for kind, reason in REASONS if isinstance(error, kind)), Reason.PROVIDER_FAILED)
    return Failed(reason, str(getattr(error, "detail", "")))
