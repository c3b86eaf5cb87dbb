"""A service that makes videos, and the way to what it made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.catalogue import Offer
from bot.domain.job import JobId
from bot.domain.job_events import Output, Reason, TaskId
from bot.domain.video import ProviderName, VideoRequest
from bot.ports.messenger import PostedFile


@dataclass(frozen=True, slots=True)
class Waiting:
    """The provider has the task and has not begun."""


@dataclass(frozen=True, slots=True)
class Running:
    """The provider is at work; `progress` from 0 to 1 where it tells."""

    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The video is made."""

    outputs: tuple[Output, ...]
    cost_microusd: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """It ended without a video: refused, failed, cancelled, expired or unknown to the provider."""

    reason: Reason
    detail: str = ""


ProviderUpdate = Waiting | Running | Done | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A request on its way to a provider. `callback_url` is None where the bot has no public address: poll then.

    `image` gives the bytes of a reference image, `image_link` a signed address of it on our listener (None without a
    public address).
    """

    job_id: JobId
    request: VideoRequest
    offer: Offer
    callback_url: str | None
    images: tuple[bytes, ...] = ()
    image_links: tuple[str, ...] = ()


class VideoProvider(Protocol):
    """A service that turns a request into a video, eventually."""

    async def submit(self, order: Order) -> TaskId:
        """Hand the order over and return the provider's own id of the task.

        Unsafe to repeat: a lost answer may be paid. Raises `ProviderBusy` and `ProviderUnreachable` only when the
        request was certainly not accepted; `ProviderTrouble` when nobody can know; `PersonError` and `OperatorError`
        when it was certainly refused.
        """
        ...

    async def status(self, task_id: TaskId, order: Order) -> ProviderUpdate:
        """Ask how the task is. Safe to repeat. Raises `TimeError` or `OperatorError`, never for a failed task.

        Of `order` only the model (and, for some providers, the job id) is looked at.
        """
        ...

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> TaskId | None:
        """The task a callback speaks of, or None where it does not say. Raises ValueError for a body that is not one.

        The caller has checked the secret in the address already.
        """
        ...

    async def cancel(self, task_id: TaskId, order: Order) -> bool:
        """Ask the provider to stop; False where it has no such call. Raises like `status`."""
        ...


class Downloads(Protocol):
    """Fetches what lies elsewhere, with the guards of law 7: no private address, bounded size, type and redirects."""

    async def fetch_video(self, provider: ProviderName, output: Output, into: Path) -> int:
        """Stream a result into the file and return its bytes. A failed try leaves no file behind.

        Raises `ResultExpired`, `ResultTooLarge`, `ForbiddenAddress`, `StorageFull`, `ProviderUnreachable`, or
        `ProviderTrouble` when the connection breaks off. The key goes along only where `output` says so, and only to
        the provider's own host.
        """
        ...

    async def fetch_posted(self, file: PostedFile, into: Path) -> int:
        """As `fetch_video`, for one that was posted before; its bearer goes to its own host only."""
        ...

    async def fetch_image(self, url: str, *, bearer: str | None = None) -> bytes:
        """A reference image somebody linked to, at most 10 MB. Raises `BadImage`.

        `bearer` opens it, and goes to the host of this address only.
        """
        ...
