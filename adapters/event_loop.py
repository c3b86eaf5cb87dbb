"""The event loop everything runs on: uvloop where there is one, since it takes less time per request."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

YOUNG: Final = 10_000
"""New objects between two looks for garbage.

Python looks after 700, which is a tenth of the processor time of a bot under load; nearly all of its objects go
without that. The price is some 30 MB while a thousand jobs are under way.
"""


def run_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run the coroutine to its end. What is imported by now is never looked at for garbage again."""
    gc.freeze()
    gc.set_threshold(YOUNG)
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop  # noqa: PLC0415 - not there on Windows

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
