"""Names for files and folders that cannot lead anywhere else, whatever they are made from."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_PLAIN: Final = re.compile(r"[a-z0-9_-]{1,64}\Z")
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9_-]+")
VIDEO_TYPES: Final = {".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime"}


def name_on_disk(job_id: str) -> str:
    """The job id where it is plain, else a digest of it: different ids have different names, also without case."""
    if _PLAIN.match(job_id):
        return job_id
    # A plain name has 64 characters at most, this one 65.
    return "x" + hashlib.sha256(job_id.encode("utf-8", "surrogatepass")).hexdigest()


def safe_filename(filename: str) -> str:
    """The file name as it may stand in an address and in a header: ASCII, no path, ending as a video does."""
    stem, dot, suffix = filename.rpartition(".")
    ending = f".{suffix.lower()}"
    if not dot or ending not in VIDEO_TYPES:
        stem, ending = filename, ".mp4"
    return (_NOT_PLAIN.sub("-", stem)[:80].strip("-_") or "video") + ending
