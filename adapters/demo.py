"""The bot on embedded defaults: a sandbox as provider, the chat page as platform, one folder for the rest."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from adapters.bootstrap import Bot, open_bot
from adapters.http.listener import bind, url_of
from adapters.providers.catalogue import Overrides
from adapters.providers.guards import TrustedHosts
from adapters.sandbox.faults import FAULTS
from adapters.sandbox.server import open_sandbox
from adapters.settings import Address, Login, Settings
from bot.domain.video import ProviderName

DEMO_KEY: Final = "sandbox"
PROVIDER: Final = ProviderName("apixo")
QUICK: Final = Overrides(
    first_poll=timedelta(seconds=4),
    poll_every=timedelta(seconds=2),
    callback_patience=timedelta(seconds=2),
    expected=timedelta(seconds=6),
    deadline=timedelta(minutes=2),
)
"""The sandbox takes seconds where a real provider takes minutes, and people want to see each step."""


@asynccontextmanager
async def open_demo(
    data: Path,
    listener: socket.socket,
    *,
    delay: timedelta = timedelta(seconds=3),
    daily_videos: int = 25,
    keep: bool = False,
) -> AsyncIterator[Bot]:
    """Run the sandbox and a bot that uses it, until the block ends. `delay` is how long a task takes at least.

    `keep`: the sandbox keeps its tasks in `data`, too, so that the next demo there goes on with all that is under way.
    """
    kept = data / "sandbox" if keep else None
    # The bot may listen elsewhere than it did when a task was made.
    async with open_sandbox(key=DEMO_KEY, delay=delay, keep=kept, customer_url=url_of(listener)) as sandbox:
        settings = demo_settings(data, listener, sandbox.apixo_base_url, daily_videos)
        tricks = {word: fault.description for word, fault in FAULTS.items()}
        pace = timedelta(milliseconds=400)
        async with open_bot(settings, listener, overrides=QUICK, card_pace=pace, tricks=tricks) as bot:
            yield bot


def demo_settings(data: Path, listener: socket.socket, base_url: str, daily_videos: int) -> Settings:
    """Settings that need nobody to set anything."""
    host, port = listener.getsockname()[:2]
    return Settings(
        database_url=SecretStr(f"sqlite:///{data / 'sora-bot.sqlite3'}"),
        data_dir=data,
        listen=Address(host, port),
        public_url=url_of(listener),
        providers=(PROVIDER,),
        accounts={PROVIDER: Login(api_key=SecretStr(DEMO_KEY), base_url=base_url)},
        trusted_hosts=TrustedHosts.parse(["127.0.0.1"]),
        daily_videos=daily_videos,
        web=True,
    )


def bind_near(host: str, port: int, tries: int = 20) -> socket.socket:
    """The port, or the next free one. Raises OSError where none is."""
    for candidate in range(port, port + tries):
        try:
            return bind(host, candidate)
        except OSError:
            continue
    return bind(host, 0)
