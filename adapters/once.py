"""One message through the chat page's adapter and the whole pipeline, without a browser."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from adapters.bootstrap import CONVERSATIONS, Bot
from adapters.web.access import requester_of
from adapters.web.ask import Ask, Asking
from adapters.web.chat_log_port import ChatMessage
from bot import texts
from bot.domain.job import Job, JobId
from bot.ports import Transaction

PATIENCE: Final = timedelta(minutes=4)
"""Longer than the demo's deadline of a job."""

Outcome = dict[str, Any]


async def ask_once(bot: Bot, prompt: str, out: Path) -> Outcome:
    """Ask for a video, wait for it and copy it to `out`; `error` in the outcome is the sentence a person would read."""
    ask = Ask(requester=requester_of(None), conversation=CONVERSATIONS[0], client_id=secrets.token_hex(8))
    await Asking(bot.room, bot.usecases.answer).text(ask, f"/sora {prompt}")
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await _outcome(bot, out)
    except TimeoutError:
        return {"status": "expired", "error": texts.internal_error()}


async def _outcome(bot: Bot, out: Path) -> Outcome:
    """Follow the conversation until it says how it ended."""
    rev = 0
    with bot.room.listen() as changed:
        while True:
            for message in await bot.room.log.changes_since(rev, 100):
                rev = message.rev
                if (outcome := await _read(bot, message, out)) is not None:
                    return outcome
            await changed.wait()
            changed.clear()


async def _read(bot: Bot, message: ChatMessage, out: Path) -> Outcome | None:
    """What this message means for us; None while it is not the end."""
    body = message.body
    match message.kind:
        case "notice":
            return {"status": "refused", "error": str(body["text"])}
        case "card" if body["is_final"]:
            job, timings = await _job(bot, JobId(str(body["job_id"])))
            if body["status"] != "posted":
                return {**_facts(job, timings), "file": None, "error": f"{body['title']}. {body['note']}".strip()}
            return await _saved(bot, job, timings, out)
        case _:
            return None


async def _saved(bot: Bot, job: Job, timings: dict[str, float], out: Path) -> Outcome:
    posted = await bot.room.log.get(f"video:{job.id}")
    assert posted is not None  # the card says posted only after the video is
    file = out / str(posted.body["filename"])
    await asyncio.to_thread(_copy, bot.media.path(job.id), file)
    shape = {name: posted.body[name] for name in ("width", "height", "seconds")}
    return {**_facts(job, timings), "file": str(file), **shape}


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _facts(job: Job, timings: dict[str, float]) -> Outcome:
    return {
        "job": job.id,
        "status": job.status.value,
        "provider": job.provider,
        "model": job.request.model,
        "timings": timings,
    }


async def _job(bot: Bot, job_id: JobId) -> tuple[Job, dict[str, float]]:
    """The job, and the seconds from asking to each step of its history."""

    async def look(tx: Transaction) -> tuple[Job, dict[str, float]]:
        job = await tx.jobs.get(job_id)
        assert job is not None  # its card names it
        steps = await tx.views.history(job_id)
        return job, {name: round((at - job.created_at).total_seconds(), 3) for at, name in steps}

    return await bot.backend.store.read(look)
