"""What the log looks like where it is read."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import sys, structlog
from adapters import logs
logs.configure(sys.argv[1], "info")
structlog.get_logger().info("video_posted", job="k7m2qx9d")
def post(prompt):
    raise RuntimeError("no")
try:
    post("a secret kite")
except RuntimeError:
    structlog.get_logger().exception("post_failed")
"""


def logged(form: str) -> str:
    """What is written to a file or a pipe."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, form], capture_output=True, text=True, check=True, timeout=60)
    return done.stderr


def test_a_log_in_a_file_is_plain_text() -> None:
    written = logged("console")

    assert "video_posted" in written
    assert "job=k7m2qx9d" in written
    assert "\x1b" not in written


def test_a_log_for_machines_is_a_line_of_json_for_each_event() -> None:
    first, second = map(json.loads, logged("json").splitlines())

    assert (first["event"], first["job"], first["level"]) == ("video_posted", "k7m2qx9d", "info")
    assert "RuntimeError" in second["exception"]


def test_no_log_shows_what_variables_held() -> None:
    assert "a secret kite" not in logged("console")
    assert "a secret kite" not in logged("json")
