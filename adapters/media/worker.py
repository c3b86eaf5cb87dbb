"""The process in which media is decoded, so that a broken file can hurt nothing else.

`python -m adapters.media.worker` reads one line of JSON, `{"task": …, "length": bytes that follow, "bounds": {…}, …}`,
answers with one line of JSON, `{"length": bytes that follow, …}`, and ends. An answer with `error` names what went
wrong.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final

_NICENESS: Final = 10


def main() -> None:
    """Read a task, do it, answer."""
    task = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(task["length"])
    threading.Thread(target=_die_with_the_bot, daemon=True).start()
    _bound(**task["bounds"])
    try:
        answer, content = _work(task, data)
    except MemoryError:
        answer, content = {"error": "memory"}, b""
    sys.stdout.buffer.write(json.dumps({**answer, "length": len(content)}).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def _work(task: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    # Imported under the bounds, and only what the task takes.
    match task["task"]:
        case "image":
            from adapters.media import image  # noqa: PLC0415 - a worker loads what its first task needs

            return image.answer(data, (task["width"], task["height"]), pad=task["pad"])
        case "probe":
            from adapters.media import probe  # noqa: PLC0415 - as above

            return probe.answer(task["path"]), b""
        case "last_picture":
            from adapters.media import last_picture  # noqa: PLC0415 - as above

            return last_picture.answer(task["path"])
        case "fit":
            from adapters.media import fit  # noqa: PLC0415 - as above

            return fit.answer(task["path"], task["into"], task["limit"]), b""
    raise ValueError(task["task"])


def _bound(memory: int, cpu_seconds: int, file_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS does not bound memory this way
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.nice(_NICENESS)  # people who chat come first


def _die_with_the_bot() -> None:
    """The bot keeps our input open as long as it lives and wants an answer."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
