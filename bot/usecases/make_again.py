"""The same video once more, or with other words: a new job from an old one, with its reference image."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import grammar, texts
from bot.commands import Create, Remix
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Reply, Requester, refusal
from bot.domain.job import Job, JobId
from bot.domain.video import VideoRequest
from bot.ports import Store, Transaction
from bot.usecases.reach import is_visible
from bot.usecases.request_video import Ask, RequestVideo


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAgain:
    """Anybody may repeat what they can see: the new job is theirs, and so is its place in their quota."""

    store: Store
    catalogue: Catalogue
    request: RequestVideo

    async def __call__(self, job_id: JobId, ask: Ask) -> Reply:
        """The same request again."""
        job = await self._visible(job_id, ask.requester)
        if job is None:
            return refusal(texts.unknown_job(job_id, ask.requester.manner))
        return await self._make(grammar.again(job.request), job, ask)

    async def remix(self, command: Remix, ask: Ask) -> Reply:
        """The same request with another prompt, and whatever else the person changed."""
        job = await self._visible(command.job_id, ask.requester)
        if job is None:
            return refusal(texts.unknown_job(command.job_id, ask.requester.manner))
        return await self._make(grammar.remix(command, job.request, self.catalogue), job, ask)

    async def original(self, job_id: JobId, requester: Requester) -> VideoRequest | None:
        """What a job was made from, where this person may make it again."""
        job = await self._visible(job_id, requester)
        return None if job is None else job.request

    async def is_private(self, job_id: JobId, requester: Requester) -> bool:
        """Whether what is made from this job is for one person alone; so is the answer about a job they cannot see."""
        job = await self._visible(job_id, requester)
        return job is None or job.conversation.only is not None

    async def _make(self, command: Create, job: Job, ask: Ask) -> Reply:
        if job.request.images and ask.image is None and command.image_url is None:
            image = await self._image(job)
            if image is None:
                return refusal(texts.image_gone())
            ask = replace(ask, image=image)
        ask = replace(ask, requester=_in_team_of(job, ask.requester))
        if job.conversation.only is not None:
            # What grows out of a private video is private too, for whoever makes it.
            ask = replace(ask, conversation=replace(ask.conversation, only=ask.requester.user))
        return await self.request(command, ask)

    async def _image(self, job: Job) -> bytes | None:
        image_id = job.request.images[0].id
        return await self.store.read(lambda tx: tx.images.get(image_id))

    async def _visible(self, job_id: JobId, requester: Requester) -> Job | None:
        async def look(tx: Transaction) -> Job | None:
            job = await tx.jobs.get(job_id)
            return job if job is not None and is_visible(job, requester) else None

        return await self.store.read(look)


def _in_team_of(job: Job, requester: Requester) -> Requester:
    """Who goes on from their video in direct messages is still a member of the team it was made in."""
    if not requester.reaches_all_teams:
        return requester
    return replace(requester, team=job.requester.team, roles=job.requester.roles)
