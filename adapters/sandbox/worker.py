"""The processes that render: few, polite to others, and gone when their parent is."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Final

from adapters.sandbox.film import Film
from adapters.sandbox.render.movie import render

_WORKERS: Final = 2


def open_pool() -> ProcessPoolExecutor:
    """Worker processes, begun when first needed; fresh ones, since a forked event loop is not safe to use."""
    return ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn"), initializer=_settle_in)


def render_file(film: Film, path: Path, running_mark: Path) -> None:
    """Render into `path`; given up without a file once `running_mark` is gone."""
    unfinished = path.with_suffix(f".{os.getpid()}.part.mp4")
    try:
        render(film, unfinished, running_mark.exists)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _settle_in() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    if hasattr(os, "nice"):
        os.nice(5)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
