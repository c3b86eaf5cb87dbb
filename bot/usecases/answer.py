"""Answers whatever people say or press: words or a button in, a reply out. All that a chat adapter calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot import texts
from bot.commands import (
    Again,
    Cancel,
    Command,
    Create,
    Help,
    History,
    Models,
    ProblemKind,
    Queue,
    Quota,
    Remix,
    Status,
)
from bot.commands.admin import Admin
from bot.domain.catalogue import Catalogue
from bot.domain.chat import Action, Conversation, Notice, Reply, Requester, refusal
from bot.domain.home import Home
from bot.domain.job import Job, JobId
from bot.domain.video import VideoRequest
from bot.grammar import Problem, parse, to_history
from bot.usecases.cancel_job import CancelJob
from bot.usecases.delete_video import DeleteVideo
from bot.usecases.make_again import MakeAgain
from bot.usecases.manage_team import ManageTeam
from bot.usecases.reach import can_be_private
from bot.usecases.request_video import Ask, RequestVideo
from bot.usecases.show_home import ShowHome
from bot.usecases.show_jobs import ShowJobs
from bot.usecases.start_image import TakeStartImage


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The bot, as a chat adapter sees it."""

    catalogue: Catalogue
    request: RequestVideo
    cancel: CancelJob
    again: MakeAgain
    delete: DeleteVideo
    start_image: TakeStartImage
    show: ShowJobs
    manage: ManageTeam
    show_home: ShowHome

    async def text(
        self, text: str, *, requester: Requester, conversation: Conversation, event_id: str, image: bytes | None = None
    ) -> Reply:
        """Answer what somebody wrote. `event_id`: the platform's id of the message; a repeat changes nothing."""
        command = parse(text, self.catalogue, has_picture=image is not None)
        if isinstance(command, Problem):
            return self.misread(command, requester)
        return await self.command(
            command, requester=requester, conversation=conversation, event_id=event_id, image=image
        )

    def misread(self, problem: Problem, requester: Requester) -> Notice:
        """What to say to words that are no command. What admins can do is told to admins."""
        if problem.kind is ProblemKind.UNKNOWN_ADMIN and not requester.is_admin:
            return refusal(texts.words_for_admins(requester.manner))
        return refusal(texts.problem(problem, requester.manner))

    async def command(
        self,
        command: Command,
        *,
        requester: Requester,
        conversation: Conversation,
        event_id: str,
        image: bytes | None = None,
    ) -> Reply:
        """Answer a command. Accepted jobs have their cards posted when this returns."""
        ask = Ask(requester=requester, conversation=conversation, event_id=event_id, image=image)
        match command:
            case Create() | Remix() if command.private and not can_be_private(requester):
                return refusal(texts.private_not_here())
            case Create() | Remix() if command.private and conversation.only is None:
                here = replace(conversation, only=requester.user)
                return await self.command(
                    command, requester=requester, conversation=here, event_id=event_id, image=image
                )
            case Create() | Remix() if command.image_of is not None and image is None:
                return await self._from_video(command, command.image_of, ask)
            case Create():
                return await self.request(command, ask)
            case Remix():
                return await self.again.remix(command, ask)
            case Again(job_id):
                return await self.again(job_id, ask)
            case Cancel(job_id):
                return await self.cancel(job_id, requester, only_free=True)
            case Status() | Queue() | History() | Quota() | Models() | Help():
                return await self.show(command, requester)
            case Admin():
                return await self.manage(command, requester, conversation)
            case _:
                assert_never(command)

    async def _from_video(self, command: Create | Remix, job_id: JobId, ask: Ask) -> Reply:
        """A video that starts where another one ends. What grows out of a private video is private, too."""
        found = await self.start_image(job_id, ask.requester)
        if isinstance(found, Notice):
            return found
        place = ask.conversation
        if found.job.conversation.only is not None:
            place = replace(place, only=ask.requester.user)
        return await self.command(
            command, requester=ask.requester, conversation=place, event_id=ask.event_id, image=found.data
        )

    async def ask_cancel(self, job_id: str, requester: Requester) -> Notice:
        """The question before a cancel, with what it will cost."""
        return await self.cancel.ask(JobId(job_id), requester)

    async def ask_delete(self, job_id: str, requester: Requester) -> Notice:
        """The question before a delete."""
        return await self.delete.ask(JobId(job_id), requester)

    async def jobs_of(self, requester: Requester) -> Sequence[Job]:
        """This person's jobs, those on their way first, for choosing one."""
        return await self.show.jobs_of(requester)

    async def original(self, job_id: str, requester: Requester) -> VideoRequest | None:
        """What a video was made from, for a form that changes it; None for a job this person cannot see."""
        return await self.again.original(JobId(job_id), requester)

    async def is_private(self, job_id: str, requester: Requester) -> bool:
        """Whether the answer to making a video from this job is for this person alone."""
        return await self.again.is_private(JobId(job_id), requester)

    async def home(self, requester: Requester) -> Home:
        """This person's own page."""
        return await self.show_home(requester)

    async def quota_hint(self, requester: Requester) -> str:
        """One short line about what this person has left; empty without limits."""
        return await self.show.quota_hint(requester)

    async def press(
        self, action: Action, job_id: str, *, requester: Requester, conversation: Conversation, event_id: str
    ) -> Reply:
        """Answer a button. Remix needs words: the adapter asks for them and sends a `Remix` command instead."""
        ask = Ask(requester=requester, conversation=conversation, event_id=event_id)
        match action:
            case Action.CANCEL | Action.CANCEL_NOW:
                return await self.cancel(JobId(job_id), requester)
            case Action.CANCEL_FREE:
                return await self.cancel(JobId(job_id), requester, only_free=True)
            case Action.KEEP:
                return Notice(text=texts.kept())
            case Action.AGAIN | Action.RETRY:
                return await self.again(JobId(job_id), ask)
            case Action.HISTORY:
                return await self.show(to_history(job_id), requester)
            case Action.DELETE:
                return await self.delete.ask(JobId(job_id), requester)
            case Action.DELETE_NOW:
                return await self.delete(JobId(job_id), requester)
            case Action.LEAVE:
                return Notice(text=texts.left())
            case Action.START_IMAGE:
                return Notice(text=texts.start_image_needs_words(JobId(job_id), requester.manner))
            case Action.REMIX:
                return Notice(text=texts.remix_needs_words(JobId(job_id), requester.manner))
            case _:
                assert_never(action)
