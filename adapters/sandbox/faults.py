"""Every way the sandbox can misbehave, and the words in a prompt that ask for it.

A word is `#name`, `#name=value`, `#name*times` or `#name=value*times`, set off by spaces:

    a red kite over the sea #429*2 #twice #slow=20

Words the table does not know are part of the prompt, so `#sunset` stays a hashtag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Stage(StrEnum):
    """The moment at which a fault strikes; `times` counts these moments."""

    SUBMIT = "submit"  # each request that would make a task
    OUTCOME = "outcome"  # each task
    STATUS = "status"  # each status request
    CALLBACK = "callback"  # each task
    RESULT = "result"  # each download


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave. `times`: how often it strikes when a prompt does not say; None for always."""

    stage: Stage
    description: str
    times: int | None = None


_S, _O, _Q, _C, _R = Stage.SUBMIT, Stage.OUTCOME, Stage.STATUS, Stage.CALLBACK, Stage.RESULT

FAULTS: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        "401": Fault(_S, "the submit is answered 401: the key is not known"),
        "402": Fault(_S, "the submit is answered 402: the account is empty"),
        "403": Fault(_S, "the submit is answered 403: the prompt is refused at once"),
        "404": Fault(_S, "the submit is answered 404: no such address"),
        "429": Fault(_S, "the submit is answered 429 with Retry-After (value: its seconds, 1)", 1),
        "429-bare": Fault(_S, "the submit is answered 429 without Retry-After", 1),
        "500": Fault(_S, "the submit is answered 500, and no task is made", 1),
        "503": Fault(_S, "the submit is answered 503, and no task is made", 1),
        "code-only": Fault(_S, "errors of the submit come with HTTP 200 and the code in the body alone"),
        "model-gone": Fault(_S, "the submit is answered: this model is no longer offered"),
        "non-json": Fault(_S, "the submit makes a task, but is answered with a page instead of JSON", 1),
        "cut-json": Fault(_S, "the submit makes a task, but its answer breaks off in the middle", 1),
        "no-task-id": Fault(_S, "the submit makes a task, but its answer leaves the task's id out", 1),
        "dropped": Fault(_S, "the connection of the submit breaks before a task is made", 1),
        "lost-answer": Fault(_S, "the submit makes a task, but its connection breaks before the answer", 1),
        "500-made": Fault(_S, "the submit makes a task and is answered 500 all the same", 1),
        "hang": Fault(_S, "the submit makes a task and is never answered", 1),
        "slow-answer": Fault(_S, "the answer to the submit takes its time (value: seconds, 10)"),
        "early-callback": Fault(_S, "the task ends, and calls back, before the submit is answered"),
        "moderated": Fault(_O, "the task fails: the content is refused"),
        "fail": Fault(_O, "the task fails (value: the provider's code, such as PROCESSING_TIMEOUT)"),
        "slow": Fault(_O, "the task takes ten times as long (value: seconds)"),
        "stuck": Fault(_O, "the task never ends"),
        "no-result": Fault(_O, "the task succeeds without an address of a video"),
        "bad-result": Fault(_O, "the task succeeds, and its result cannot be parsed"),
        "private-result": Fault(_O, "the address of the video lies in a private network (value: the address)"),
        "status-401": Fault(_Q, "status requests are answered 401", 1),
        "status-404": Fault(_Q, "status requests are answered 404: the task is unknown"),
        "status-429": Fault(_Q, "status requests are answered 429 with Retry-After (value: its seconds, 1)", 3),
        "status-500": Fault(_Q, "status requests are answered 500", 3),
        "status-hang": Fault(_Q, "status requests are never answered", 1),
        "status-non-json": Fault(_Q, "status requests are answered with a page instead of JSON", 3),
        "status-cut": Fault(_Q, "answers to status requests break off in the middle", 3),
        "stale-status": Fault(_Q, "status requests still say 'processing' after the end (value: seconds, 10)"),
        "unknown-state": Fault(_Q, "status requests name a state nobody knows while the task runs (value: the word)"),
        "lost-callback": Fault(_C, "no callback is ever sent"),
        "twice": Fault(_C, "the callback is sent twice (value: how often)"),
        "late": Fault(_C, "the callback comes long after the end (value: seconds, 20)"),
        "forged": Fault(_C, "a stranger calls back first, with a wrong secret and a video of his own"),
        "lying-callback": Fault(_C, "a callback claims success while the task still runs"),
        "foreign-callback": Fault(_C, "a callback for another task's id comes before the real one"),
        "callback-progress": Fault(_C, "a callback comes while the task still runs, saying so"),
        "callback-non-json": Fault(_C, "the callback is not JSON"),
        "cut": Fault(_R, "the download breaks off in the middle"),
        "short": Fault(_R, "the download is half of the file, sent as if it were whole"),
        "empty": Fault(_R, "the download has no bytes"),
        "notvideo": Fault(_R, "the download is a web page that calls itself a video"),
        "no-length": Fault(_R, "the download does not say how long it is"),
        "big": Fault(_R, "the video is a large file (value: megabytes, 64)"),
        "slow-result": Fault(_R, "the download trickles (value: seconds, 20)"),
        "hang-result": Fault(_R, "the download stops in the middle and stays open"),
        "redirect": Fault(_R, "the download is redirected, harmlessly"),
        "redirect-loop": Fault(_R, "the download is redirected to itself"),
        "redirect-private": Fault(_R, "the download is redirected into a private network (value: the address)"),
        "expired-result": Fault(_R, "the address of the video is answered 403"),
        "gone-result": Fault(_R, "the address of the video is answered 404"),
        "result-500": Fault(_R, "the address of the video is answered 500", 2),
    }
)
"""Name to fault: what the help of the chat page, the documentation and the control endpoint list."""

_WORD: Final = re.compile(
    r"(?<!\S)#([a-z0-9-]+)(?:=([^\s*]*[^\s*.,;!?]))?(?:\*(\d{1,6}))?(?=$|[\s.,;!?])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fault somebody asked for. An empty `value` means the fault's own; `times` None means always."""

    name: str
    value: str = ""
    times: int | None = None


def asked_in(prompt: str) -> tuple[Asked, ...]:
    """The faults a prompt asks for, in its order."""
    found = []
    for match in _WORD.finditer(prompt):
        name = match[1].lower()
        if fault := FAULTS.get(name):
            found.append(Asked(name, match[2] or "", int(match[3]) if match[3] else fault.times))
    return tuple(found)


def without_faults(prompt: str) -> str:
    """The prompt as it is drawn: without the words that ask for faults."""
    kept = _WORD.sub(lambda match: "" if match[1].lower() in FAULTS else match[0], prompt)
    return kept.strip() if kept != prompt else prompt
