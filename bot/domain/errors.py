"""What can go wrong, sorted by who can help. Errors carry data; `bot/texts.py` makes the sentences.

SoraError
├── PersonError        the person changes something: prompt, image, option
│   ├── Refused            the provider's content rules
│   ├── BadRequest         the provider does not take this request as it stands
│   └── BadImage           a reference image that cannot be used
├── TimeError          later it may work
│   ├── ProviderBusy       asked to wait; not accepted, safe to send again after `retry_after`
│   ├── ProviderUnreachable  never sent: connection refused, unknown host; safe to send again
│   ├── ProviderTrouble    an answer that says nothing about this job: 5xx, time-out, half an answer
│   ├── StorageFull        no room on disk
│   └── DeliveryPaused     the platform asks for a pause, or is away
├── OperatorError      the operator of the bot acts
│   ├── KeyRefused         401: wrong or missing key
│   ├── OutOfCredit        402, 406: the account is empty
│   ├── ModelGone          the provider no longer offers the model
│   └── ForbiddenAddress   an address of the private network
├── ResultError        the provider said done, but what it gave is no use
│   ├── ResultExpired      the address no longer works
│   ├── ResultNotAVideo    the bytes are no video
│   ├── ResultTooLarge     over the bound
│   └── TooLargeToPost     over what the conversation takes, however small it is made, and there is no link
└── ConversationGone   the place the video should go to is not there any more
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


class SoraError(Exception):
    """The root: everything this program raises on purpose."""


class PersonError(SoraError):
    """The person who asked can put it right."""


@dataclass(eq=False)
class Refused(PersonError):
    """The provider's content rules say no. `detail` is the vendor's wording, for the log of the job only."""

    detail: str = ""


@dataclass(eq=False)
class BadRequest(PersonError):
    """The provider does not take this request as it stands; nothing was made."""

    detail: str = ""


@dataclass(eq=False)
class BadImage(PersonError):
    """A reference image that cannot be used.

    `problem` is one of `not_an_image`, `too_large`, `too_many_pixels`, `unsupported`, `unreachable`, `forbidden`.
    """

    problem: str


class TimeError(SoraError):
    """Later it may work."""


@dataclass(eq=False)
class ProviderBusy(TimeError):
    """The provider asks for a pause (429): not accepted, and safe to send again after `retry_after`."""

    retry_after: timedelta


class ProviderUnreachable(TimeError):
    """The request never left: refused connection, unknown host. Safe to send again."""


@dataclass(eq=False)
class ProviderTrouble(TimeError):
    """An answer that says nothing about this job: 5xx, time-out, a cut or unreadable body.

    After a submit this means the task may exist: never send again.
    """

    detail: str = ""


class StorageFull(TimeError):
    """No room on the disk, for the spool or for the database."""


@dataclass(eq=False)
class DeliveryPaused(TimeError):
    """The chat platform asks for a pause, or cannot be reached. Post again after `retry_after`."""

    retry_after: timedelta


class OperatorError(SoraError):
    """Whoever runs the bot must act."""


class KeyRefused(OperatorError):
    """The provider does not know our key (401)."""


class OutOfCredit(OperatorError):
    """The provider account is empty (402, 406)."""


class ModelGone(OperatorError):
    """The provider no longer offers this model."""


@dataclass(eq=False)
class ForbiddenAddress(OperatorError):
    """An address of the private network that no setting allows. Holds the host alone, never the whole URL."""

    host: str


class ResultError(SoraError):
    """The provider says done, but what it gave is of no use."""


class ResultExpired(ResultError):
    """The address of the result no longer works (403, 404, 410)."""


class ResultNotAVideo(ResultError):
    """The bytes are no video, or only part of one."""


class ResultTooLarge(ResultError):
    """The result is over the bound we download."""


class TooLargeToPost(ResultError):
    """The conversation takes no file of this size, it cannot be made small enough, and links have no address."""


class ConversationGone(SoraError):
    """The conversation a message should go to does not exist any more, or shuts us out."""
