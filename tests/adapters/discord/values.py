"""Neutral messages with defaults, for tests that care about one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.chat import Action, Button, Card, Progress, Tone, VideoPost
from bot.texts import STEPS
from tests.fakes import START

JOB = "k7m2p9xq"
CANCEL = Button(Action.CANCEL, "Cancel", JOB)
AGAIN = Button(Action.AGAIN, "Again", JOB)
REMIX = Button(Action.REMIX, "Remix", JOB)
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def a_card(**changes: Any) -> Card:
    values: dict[str, Any] = {
        "job_id": JOB,
        "status": "rendering",
        "tone": Tone.BUSY,
        "title": "Your video is being made",
        "prompt": "a red kite over the sea",
        "facts": ("Sora 2", "landscape 720p (1280x720)", "8 s", "$0.80"),
        "progress": a_progress(),
        "buttons": (CANCEL,),
    }
    return Card(**{**values, **changes})


def a_progress(**changes: Any) -> Progress:
    return Progress(**{"steps": STEPS, "current": 2, "since": START, "expected": timedelta(seconds=40), **changes})


def a_post(**changes: Any) -> VideoPost:
    values: dict[str, Any] = {
        "job_id": JOB,
        "text": "Your video is ready: landscape, 8 s, sora-2.",
        "prompt": "a red kite over the sea",
        "filename": f"sora-2-{JOB}.mp4",
        "width": 1280,
        "height": 720,
        "seconds": 8.0,
        "mentions": "80351110224678912",
        "buttons": (AGAIN, REMIX),
    }
    return VideoPost(**{**values, **changes})
