"""Makes the order a provider gets from a job: callback address, reference images as bytes and as links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.catalogue import Catalogue
from bot.domain.errors import ModelGone
from bot.domain.job import Job, JobId
from bot.domain.video import ImageId, ProviderName
from bot.ports import Order, Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """`callback_url` and `image_link` give addresses on our listener, or None without a public address."""

    store: Store
    catalogue: Catalogue
    callback_url: Callable[[ProviderName, JobId], str | None]
    image_link: Callable[[ImageId], str | None]

    async def of(self, job: Job) -> Order:
        """The order for this job. Raises `ModelGone` where the catalogue no longer has its model."""
        images = job.request.images
        data = (
            await self.store.read(lambda tx: self._bytes(tx, images_ids))
            if (images_ids := [image.id for image in images])
            else []
        )
        links = [self.image_link(image.id) for image in images]
        return self._order(job, tuple(data), tuple(link for link in links if link is not None))

    def bare(self, job: Job) -> Order:
        """The order without images: enough to ask for a status."""
        return self._order(job, (), ())

    def _order(self, job: Job, images: tuple[bytes, ...], links: tuple[str, ...]) -> Order:
        offer = self.catalogue.offer(job.provider, job.request.model)
        if offer is None:
            raise ModelGone
        return Order(
            job_id=job.id,
            request=job.request,
            offer=offer,
            callback_url=self.callback_url(job.provider, job.id),
            images=images,
            image_links=links,
        )

    async def _bytes(self, tx: Transaction, ids: list[ImageId]) -> list[bytes]:
        found = [await tx.images.get(image_id) for image_id in ids]
        return [data for data in found if data is not None]
