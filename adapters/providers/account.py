"""Our account at a provider: where its API is, and the key that opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An API's address, without a slash at the end, and the headers that carry the key.

    The headers go to this origin (scheme, host and port) and nowhere else.
    """

    base_url: str
    key_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
