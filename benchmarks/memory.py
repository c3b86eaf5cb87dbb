"""What the kernel says about a process's memory."""

from __future__ import annotations

import re
from pathlib import Path


def resident_bytes() -> int:
    """Memory of this process that is in use now."""
    return _status("VmRSS")


def most_resident_bytes() -> int:
    """The most it ever was, or was since `forget_peak`."""
    return _status("VmHWM")


def forget_peak() -> None:
    """Begin to look for the peak anew."""
    Path("/proc/self/clear_refs").write_text("5")


def proportional_bytes(pid: int) -> int:
    """Memory of a process and all its descendants, where shared pages count once among those who share them."""
    own = Path(f"/proc/{pid}/smaps_rollup").read_text()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _kilobytes(own, "Pss") + sum(proportional_bytes(int(child)) for child in children)


def _status(name: str) -> int:
    return _kilobytes(Path("/proc/self/status").read_text(), name)


def _kilobytes(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024
