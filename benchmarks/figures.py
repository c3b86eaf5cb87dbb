"""What a figure is, and how it is printed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What we want: at least or at most this value, and at least this ratio to the bare script."""

    at_least: float | None = None
    at_most: float | None = None
    ratio: float | None = None

    def is_met(self, value: float, ratio: float | None) -> bool:
        """Whether all of it holds."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.ratio is None or (ratio is not None and ratio >= self.ratio))
        )

    def as_json(self) -> dict[str, float]:
        """What is set."""
        parts = {"at_least": self.at_least, "at_most": self.at_most, "ratio": self.ratio}
        return {name: part for name, part in parts.items() if part is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number we promise something about. `target` is None for one that is only told."""

    name: str
    unit: str
    target: Target | None = None

    def measured(self, value: float, *, bare: float | None = None) -> dict[str, Any]:
        """The line for a value, and for what the bare script reached in the same run."""
        ratio = None if not bare else value / bare
        met = None if self.target is None else self.target.is_met(value, ratio)
        return self._line(value, bare, ratio, met)

    def missing(self) -> dict[str, Any]:
        """The line where nothing could be measured."""
        return self._line(None, None, None, None)

    def _line(self, value: float | None, bare: float | None, ratio: float | None, met: bool | None) -> dict[str, Any]:
        return {
            "figure": self.name,
            "value": _rounded(value),
            "unit": self.unit,
            "bare": _rounded(bare),
            "ratio": _rounded(ratio),
            "target": None if self.target is None else self.target.as_json(),
            "met": met,
        }


def to_text(line: dict[str, Any]) -> str:
    """One line of JSON."""
    return json.dumps(line)


def _rounded(value: float | None) -> float | None:
    """Three digits after the point are more than a run repeats."""
    return None if value is None else round(value, 3)
