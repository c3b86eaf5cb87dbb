"""Logs are events with fields, never a prompt or a key: for people on a console, or as JSON."""

from __future__ import annotations

import logging
import sys
from typing import Final, Literal

import structlog

_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(form: Literal["console", "json"], level: str) -> None:
    """Write to standard error from `level` on. Libraries write warnings alone: their info lines hold addresses."""
    render = structlog.processors.JSONRenderer() if form == "json" else _console()
    before = [structlog.processors.format_exc_info] if form == "json" else []
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *before,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def _console() -> structlog.dev.ConsoleRenderer:
    # The renderer's own choice shows the local variables of each frame, and those hold prompts and keys; and it colours
    # what goes into files, too.
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
