"""Decides which faults strike now: those the prompt asks for, and the rules set through the control endpoint."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.sandbox.faults import FAULTS, Stage, asked_in
from adapters.sandbox.task import Order

_REMEMBERED: Final = 50_000


@dataclass(slots=True, kw_only=True)
class Rule:
    """A fault set from outside; `left` is how often it still strikes (None: always). Empty fields match everything."""

    name: str
    value: str = ""
    left: int | None = None
    provider: str = ""
    model: str = ""
    prompt: str = ""

    def matches(self, order: Order) -> bool:
        """Whether the rule is meant for this order; `prompt` is a part of its prompt."""
        return (
            self.left != 0
            and self.provider in ("", order.provider)
            and self.model in ("", order.model)
            and self.prompt in order.prompt
        )


def to_rule(document: Mapping[str, Any]) -> Rule:
    """Parse `{"fault", "value"?, "times"?, "provider"?, "model"?, "prompt"?}`. Raises ValueError."""
    unknown = set(document) - {"fault", "value", "times", "provider", "model", "prompt"}
    name, times = document.get("fault"), document.get("times")
    if unknown or name not in FAULTS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown)) or name}")
    if times is not None and (not isinstance(times, int) or times < 1):
        raise ValueError("times is a whole number of at least 1, or null for always")
    words = {key: str(document.get(key, "")) for key in ("value", "provider", "model", "prompt")}
    return Rule(name=str(name), left=times, **words)


class FaultBook:
    """The rules in force, and how often the faults of each prompt have struck already."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self._struck: OrderedDict[tuple[str, str], int] = OrderedDict()

    def strike(self, stage: Stage, order: Order) -> dict[str, str]:
        """The faults of this moment with their values, each counted as having struck once more."""
        return self._from_rules(stage, order) | self._from_prompt(stage, order)

    def reset(self) -> None:
        """Forget every rule and every count."""
        self.rules.clear()
        self._struck.clear()

    def _from_rules(self, stage: Stage, order: Order) -> dict[str, str]:
        struck = {}
        for rule in self.rules:
            if FAULTS[rule.name].stage is stage and rule.name not in struck and rule.matches(order):
                struck[rule.name] = rule.value
                rule.left = None if rule.left is None else rule.left - 1
        return struck

    def _from_prompt(self, stage: Stage, order: Order) -> dict[str, str]:
        asked = [fault for fault in asked_in(order.prompt) if FAULTS[fault.name].stage is stage]
        return {fault.name: fault.value for fault in asked if self._has_room(order.owner, fault.name, fault.times)}

    def _has_room(self, owner: str, name: str, times: int | None) -> bool:
        if times is None:
            return True
        count = self._struck.pop((owner, name), 0)
        self._struck[owner, name] = count + 1
        if len(self._struck) > _REMEMBERED:
            self._struck.popitem(last=False)
        return count < times
