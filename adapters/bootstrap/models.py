"""The catalogue, with what the operator has changed in it."""

from __future__ import annotations

from datetime import timedelta

from adapters.providers.catalogue import Overrides, load_catalogue
from adapters.settings import Settings
from bot.domain.catalogue import Catalogue


def make_catalogue(settings: Settings, overrides: Overrides | None) -> Catalogue:
    """The models of the providers in use; settings go before `overrides`."""
    chosen = overrides or Overrides()
    chosen = Overrides(
        max_tasks=settings.max_tasks or chosen.max_tasks,
        max_requests_per_minute=settings.max_requests_per_minute or chosen.max_requests_per_minute,
        first_poll=_seconds(settings.poll_seconds) or chosen.first_poll,
        poll_every=_seconds(settings.poll_seconds) or chosen.poll_every,
        callback_patience=_seconds(settings.callback_patience_seconds) or chosen.callback_patience,
        expected=chosen.expected,
        deadline=_seconds(settings.job_deadline_minutes, 60) or chosen.deadline,
    )
    order = settings.provider_order
    return load_catalogue(order, {"apixo": settings.apixo_input}, dict.fromkeys(order, chosen))


def _seconds(count: int | None, each: int = 1) -> timedelta | None:
    return None if count is None else timedelta(seconds=count * each)
