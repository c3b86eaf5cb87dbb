"""What the core needs from the outside, in its own words. Adapters fit themselves to these Protocols.

Each has its contract in the docstrings and its contract tests in `tests/contracts/`, run on every implementation and
on every fake.
"""

from bot.ports.books import CardRefs, Gate, Gates, Images, QuotaBook, SeenEvents, TeamRules
from bot.ports.clock import Clock
from bot.ports.jobs import Jobs, JobViews, StaleJob, Usage
from bot.ports.media import Clip, MediaTools, Spool
from bot.ports.messenger import Messenger, PostedFile
from bot.ports.provider import Done, Downloads, Ended, Order, ProviderUpdate, Running, VideoProvider, Waiting
from bot.ports.queue import JobQueue, QueueEntry, Step
from bot.ports.store import Store, Transaction

__all__ = [
    "CardRefs",
    "Clip",
    "Clock",
    "Done",
    "Downloads",
    "Ended",
    "Gate",
    "Gates",
    "Images",
    "JobQueue",
    "JobViews",
    "Jobs",
    "MediaTools",
    "Messenger",
    "Order",
    "PostedFile",
    "ProviderUpdate",
    "QueueEntry",
    "QuotaBook",
    "Running",
    "SeenEvents",
    "Spool",
    "StaleJob",
    "Step",
    "Store",
    "TeamRules",
    "Transaction",
    "Usage",
    "VideoProvider",
    "Waiting",
]
