"""APIXO: `POST /generateTask/{model}` and `GET /statusTask/{model}`, with callback or without.

Facts from https://apixo.ai/docs/models/video/sora-2 and …/sora-2-pro. Its answers are read in `apixo_answers.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from adapters.providers import apixo_answers
from adapters.providers.spec import Answer, HttpCall
from bot.domain.errors import BadImage
from bot.domain.job_events import TaskId
from bot.domain.video import ModelName, ProviderName
from bot.ports import Order, ProviderUpdate

APIXO: Final = ProviderName("apixo")
_PRO: Final = ModelName("sora-2-pro")
_RESOLUTIONS: Final[Mapping[str, str]] = {"720p": "720p", "1024p": "1080p"}  # with an image, pro has no other words


class ApixoInput(StrEnum):
    """The two kinds of `input` that are documented; which one the server takes today is not."""

    OFFICIAL = "official"  # 4, 8 or 12 seconds
    CLASSIC = "classic"  # 10 or 15 seconds


@dataclass(frozen=True, slots=True)
class ApixoSpec:
    """Sora 2 and Sora 2 Pro at APIXO. `route` is the classic input's choice: `auto`, `value` or `official`."""

    form: ApixoInput = ApixoInput.OFFICIAL
    route: str = "auto"
    name: ProviderName = APIXO
    base_url: str = "https://api.apixo.ai/api/v1"

    def key_headers(self, key: str) -> dict[str, str]:
        """A bearer token."""
        return {"Authorization": f"Bearer {key}"}

    def submit_call(self, order: Order) -> HttpCall:
        """`generateTask`, in callback mode where we have an address."""
        body: dict[str, Any] = {"request_type": "async"}
        if order.callback_url is not None:
            body = {"request_type": "callback", "callback_url": order.callback_url}
        body["provider"] = "official" if self.form is ApixoInput.OFFICIAL else self.route
        body["input"] = self._input(order)
        return HttpCall(method="POST", path=f"/generateTask/{order.request.model}", json=body)

    def read_submit(self, answer: Answer) -> TaskId:
        """The `taskId` of an accepted task."""
        return apixo_answers.read_submit(answer)

    def status_call(self, task_id: TaskId, order: Order) -> HttpCall:
        """`statusTask` of the same model."""
        return HttpCall(method="GET", path=f"/statusTask/{order.request.model}?taskId={quote(task_id, safe='')}")

    def read_status(self, answer: Answer) -> ProviderUpdate:
        """The `state` of the task."""
        return apixo_answers.read_status(answer)

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> TaskId | None:  # noqa: ARG002 - no signature
        """The same envelope as the status answer, unsigned."""
        return apixo_answers.read_callback(body)

    def cancel_call(self, task_id: TaskId, order: Order) -> HttpCall | None:  # noqa: ARG002 - there is no such call
        """APIXO has no cancel."""
        return None

    def _input(self, order: Order) -> dict[str, Any]:
        request = order.request
        fields: dict[str, Any] = {
            "mode": "image-to-video" if request.images else "text-to-video",
            "prompt": request.prompt,
            "duration": request.seconds or order.offer.default_seconds,
        }
        if request.images:
            fields["image_urls"] = _one_link(order)
        return fields | self._frame(order)

    def _frame(self, order: Order) -> dict[str, str]:
        request = order.request
        if request.model != _PRO:
            return {"aspect_ratio": request.shape.word}
        if request.images and self.form is ApixoInput.OFFICIAL:
            return {"resolution": _RESOLUTIONS[request.shape.tier]}
        return {"size": f"{request.size.width}*{request.size.height}"}  # an asterisk, not an x


def _one_link(order: Order) -> list[str]:
    if not order.image_links:
        raise BadImage("unsupported")  # APIXO fetches images from an address, and without a public one we have none
    return [order.image_links[0]]
