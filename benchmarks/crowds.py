"""People who ask at the same time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """So many people at the same time; each asks for so many videos, one as soon as the last was acknowledged."""

    people: int
    videos: int
