"""All use cases of one running bot, wired together from the ports."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.catalogue import Catalogue
from bot.domain.job import JobId
from bot.domain.video import ImageId, ProviderName
from bot.ports import Clock, Downloads, JobQueue, MediaTools, Messenger, Spool, Step, Store, VideoProvider
from bot.usecases.answer import Answer
from bot.usecases.background import Background
from bot.usecases.cancel_job import CancelJob
from bot.usecases.delete_video import DeleteVideo
from bot.usecases.deliver_video import DeliverVideo
from bot.usecases.draw_cards import DrawCards
from bot.usecases.expectations import Expectations
from bot.usecases.follow_job import FollowJob
from bot.usecases.make_again import MakeAgain
from bot.usecases.manage_team import ManageTeam
from bot.usecases.orders import Orders
from bot.usecases.post_video import PostVideo
from bot.usecases.quota_left import QuotaLeft
from bot.usecases.quota_policy import QuotaPolicy
from bot.usecases.record_callback import RecordCallback
from bot.usecases.request_video import RequestVideo
from bot.usecases.resume_jobs import ResumeJobs
from bot.usecases.show_cards import CardBoard
from bot.usecases.show_history import ShowHistory
from bot.usecases.show_home import ShowHome
from bot.usecases.show_jobs import ShowJobs
from bot.usecases.start_image import TakeStartImage
from bot.usecases.submit_jobs import SubmitJobs

ID_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""No 0, 1, o, i, l: an id can be read aloud and typed."""


def new_id() -> str:
    """Eight letters and digits."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything the use cases stand on. `owner` names this process; `owns_database`: no other works on it.

    `background_places`: how many transactions nobody waits for may be open at one time; fewer than a database has
    connections.
    """

    store: Store
    queue: JobQueue
    clock: Clock
    catalogue: Catalogue
    policy: QuotaPolicy
    providers: Mapping[ProviderName, VideoProvider]
    downloads: Downloads
    media: MediaTools
    spool: Spool
    messengers: Mapping[str, Messenger]
    callback_url: Callable[[ProviderName, JobId], str | None]
    image_link: Callable[[ImageId], str | None]
    owner: str
    owns_database: bool = True
    card_pace: timedelta = timedelta(seconds=1)
    between_claims: timedelta = timedelta(milliseconds=25)
    background_places: int = 12
    new_id: Callable[[], str] = field(default=new_id)
    tricks: Mapping[str, str] = field(default_factory=dict)
    tidy: Sequence[Callable[[datetime], Awaitable[object]]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """What the bot does, ready to be called."""

    board: CardBoard
    answer: Answer
    submit: SubmitJobs
    follow: FollowJob
    deliver: DeliverVideo
    record_callback: RecordCallback
    resume: ResumeJobs

    @property
    def steps(self) -> Mapping[Step, Callable[[str], Awaitable[None]]]:
        """The worker of each queue step."""
        return {Step.SUBMIT: self.submit, Step.FOLLOW: self.follow, Step.DELIVER: self.deliver}


def wire(ports: Ports) -> UseCases:
    """Build every use case."""
    p = ports
    background = Background(p.store, asyncio.Semaphore(p.background_places))
    cards = DrawCards(
        store=background,
        clock=p.clock,
        catalogue=p.catalogue,
        quota_left=QuotaLeft(clock=p.clock, policy=p.policy),
    )
    board = CardBoard(
        store=background,
        clock=p.clock,
        cards=cards,
        messengers=p.messengers,
        pace=p.card_pace,
        owns_database=p.owns_database,
    )
    orders = Orders(store=p.store, catalogue=p.catalogue, callback_url=p.callback_url, image_link=p.image_link)
    request = RequestVideo(
        store=p.store,
        clock=p.clock,
        catalogue=p.catalogue,
        policy=p.policy,
        downloads=p.downloads,
        media=p.media,
        cards=cards,
        board=board,
        expectations=Expectations(store=p.store, clock=p.clock),
        new_id=p.new_id,
    )
    deliver = DeliverVideo(
        store=background,
        clock=p.clock,
        providers=p.providers,
        orders=orders,
        downloads=p.downloads,
        media=p.media,
        spool=p.spool,
        post=PostVideo(media=p.media, spool=p.spool, messengers=p.messengers, board=board),
        board=board,
        owner=p.owner,
    )
    cancel = CancelJob(store=p.store, clock=p.clock, providers=p.providers, orders=orders, board=board)
    manage = ManageTeam(store=p.store, clock=p.clock, policy=p.policy)
    return UseCases(
        board=board,
        answer=Answer(
            catalogue=p.catalogue,
            request=request,
            cancel=cancel,
            manage=manage,
            show_home=ShowHome(
                store=p.store, clock=p.clock, policy=p.policy, cards=cards, manage=manage, messengers=p.messengers
            ),
            delete=DeleteVideo(store=p.store, clock=p.clock, messengers=p.messengers, board=board),
            start_image=TakeStartImage(
                store=p.store,
                messengers=p.messengers,
                downloads=p.downloads,
                media=p.media,
                spool=p.spool,
                new_id=p.new_id,
            ),
            again=MakeAgain(store=p.store, catalogue=p.catalogue, request=request),
            show=ShowJobs(
                store=p.store,
                clock=p.clock,
                catalogue=p.catalogue,
                policy=p.policy,
                history=ShowHistory(store=p.store, clock=p.clock, messengers=p.messengers),
                tricks=p.tricks,
            ),
        ),
        submit=SubmitJobs(
            store=background,
            clock=p.clock,
            catalogue=p.catalogue,
            providers=p.providers,
            orders=orders,
            board=board,
            owner=p.owner,
            between_claims=p.between_claims,
        ),
        follow=FollowJob(
            store=background,
            clock=p.clock,
            catalogue=p.catalogue,
            providers=p.providers,
            orders=orders,
            board=board,
            deliver=deliver,
        ),
        deliver=deliver,
        record_callback=RecordCallback(store=background, clock=p.clock, providers=p.providers),
        resume=ResumeJobs(store=background, queue=p.queue, clock=p.clock, owns_database=p.owns_database, tidy=p.tidy),
    )
