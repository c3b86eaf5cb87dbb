"""Values with defaults, for tests that care about one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.catalogue import Catalogue, Offer, Price, PriceUnit, ProviderLimits
from bot.domain.chat import Conversation, Requester
from bot.domain.job import Job, JobId
from bot.domain.video import ImageRole, ModelName, ProviderName, Shape, Size, VideoRequest
from tests.fakes import START

APIXO = ProviderName("apixo")
SORA = ModelName("sora-2")
LANDSCAPE = Shape("16:9", "720p")
PORTRAIT = Shape("9:16", "720p")


def a_requester(user: str = "ann", **changes: Any) -> Requester:
    return Requester(**{"platform": "web", "team": "local", "user": user, "name": user.title(), **changes})


def a_conversation(channel: str = "studio", **changes: Any) -> Conversation:
    return Conversation(**{"platform": "web", "team": "local", "channel": channel, **changes})


def a_request(prompt: str = "a red kite", **changes: Any) -> VideoRequest:
    values = {"prompt": prompt, "model": SORA, "seconds": 8, "shape": LANDSCAPE, "size": Size(1280, 720)}
    return VideoRequest(**{**values, **changes})


def a_job(job_id: str = "abcdefgh", **changes: Any) -> Job:
    values: dict[str, Any] = {
        "id": JobId(job_id),
        "requester": a_requester(),
        "conversation": a_conversation(),
        "request": a_request(),
        "provider": APIXO,
        "created_at": START,
        "deadline_at": START + timedelta(minutes=30),
        "due_at": START,
        "expected": timedelta(minutes=3),
    }
    return Job(**{**values, **changes})


def an_offer(**changes: Any) -> Offer:
    values: dict[str, Any] = {
        "provider": APIXO,
        "model": SORA,
        "title": "Sora 2",
        "seconds": (4, 8, 12),
        "default_seconds": 8,
        "shapes": {LANDSCAPE: Size(1280, 720), PORTRAIT: Size(720, 1280)},
        "max_prompt": 10_000,
        "image_roles": frozenset({ImageRole.FIRST_FRAME}),
        "image_as_link": True,
        "price": Price(PriceUnit.VIDEO, 500_000),
        "expected": timedelta(minutes=3),
        "deadline": timedelta(minutes=30),
    }
    return Offer(**{**values, **changes})


def a_catalogue(*offers: Offer, **limits: Any) -> Catalogue:
    values: dict[str, Any] = {
        "provider": APIXO,
        "max_tasks": 100,
        "max_requests_per_minute": 10_000,
        "first_poll": timedelta(seconds=30),
        "poll_every": timedelta(seconds=10),
        "callback_patience": timedelta(minutes=3),
    }
    return Catalogue(offers=offers or (an_offer(),), limits={APIXO: ProviderLimits(**{**values, **limits})})
