"""What a job's id looks like when a person types it."""

from __future__ import annotations

import re
from typing import Final

from bot.domain.job import JobId

JOB_ID: Final = re.compile(r"[2-9a-hjkmnp-z]{8}")
"""Eight letters and digits without those that look alike: 0, 1, i, l, o."""

_NEARLY: Final = re.compile(r"(?=[^\d]*\d)[0-9a-z_-]{4,24}")
_AROUND: Final = "#`'\"<>()[].,:;!?"


def to_job_id(text: str) -> JobId:
    """The id in what somebody typed or pasted: without `#`, back-ticks and the like, in lower case."""
    return JobId(text.strip(_AROUND).lower())


def looks_like_job_id(text: str, *, strict: bool = False) -> bool:
    """Whether the word is an id, or (unless `strict`) an id with a slip: four or more characters with a digit."""
    word = to_job_id(text)
    return JOB_ID.fullmatch(word) is not None or (not strict and _NEARLY.fullmatch(word) is not None)
