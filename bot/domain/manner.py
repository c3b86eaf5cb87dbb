"""How people on a platform tell the bot what they want: what sentences with an example in them keep to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """`before` stands before a command, `before_admin` before an admin's.

    `has_fields`: every option has a field of its own, and the prompt is taken as it is. Otherwise all is one text, in
    which options are written `--model pro`.
    """

    before: str = ""
    before_admin: str = "admin "
    has_fields: bool = False

    def command(self, name: str, job_id: str = "") -> str:
        """`cancel k7m2qx9d`, or `/sora cancel job:k7m2qx9d`."""
        job = f"job:{job_id}" if job_id and self.has_fields else job_id
        return f"{self.before}{name} {job}".rstrip()

    def admin(self, name: str) -> str:
        """`admin pause`, or `/sora-admin pause`."""
        return f"{self.before_admin}{name}"

    def option(self, name: str, value: str) -> str:
        """`--model pro`, or `model: pro`."""
        return f"{name}: {value}" if self.has_fields else f"--{name} {value}"


WRITTEN: Final = Manner()
"""All in one text, which the bot is told by its name."""
