"""Prepared reference images, kept in the database for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.storage.moments import to_ms
from adapters.storage.statements import Statements
from bot.domain.job import JobId
from bot.domain.video import ImageId


@dataclass(frozen=True, slots=True)
class SqlImages:
    """`bot.ports.Images` on SQL."""

    sql: Statements

    async def add(self, image_id: ImageId, job_id: JobId, data: bytes, at: datetime) -> None:
        """Keep the bytes; nothing happens where the id is known."""
        await self.sql.run("add_image", id=image_id, job_id=job_id, at=to_ms(at), content=data)

    async def get(self, image_id: ImageId) -> bytes | None:
        """The bytes, or None."""
        data: bytes | None = await self.sql.value("get_image", id=image_id)
        return data

    async def drop_before(self, moment: datetime) -> None:
        """Forget the older ones."""
        await self.sql.run("drop_images_before", moment=to_ms(moment))
