"""One prompt from the parts of a form, in the order in which models read best: shot, subject, action, surroundings.

OpenAI's guide for Sora 2 describes a shot that way: framing first, then who does what, then the place and its light.
"""

from __future__ import annotations


def compose_prompt(*, shot: str = "", subject: str = "", action: str = "", surroundings: str = "") -> str:
    """`Wide shot of a red kite, diving through the wind. A beach at dusk, soft light.`; empty where nothing is said."""
    subject, action, surroundings, shot = (" ".join(part.split()) for part in (subject, action, surroundings, shot))
    what = ", ".join(part.rstrip(" .,;") for part in (subject, action) if part)
    scene = f"{shot.rstrip(' .,;')} of {what}" if shot and what else shot.rstrip(" .,;") or what
    sentences = (scene, surroundings.rstrip(" .,;"))
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences if sentence)
