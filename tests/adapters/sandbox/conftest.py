"""A sandbox that is quick and renders nothing, a customer of it, and a place for its callbacks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from adapters.sandbox.server import Sandbox, open_sandbox
from tests.adapters.sandbox.customer import Customer, Doorbell, open_doorbell

CLIP = bytes(range(256)) * 2000


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    pauses = (timedelta(milliseconds=10), timedelta(milliseconds=20), timedelta(milliseconds=30))
    async with open_sandbox(delay=timedelta(seconds=0.1), clip=CLIP, callback_pauses=pauses) as opened:
        yield opened


@pytest.fixture
async def customer(sandbox: Sandbox) -> AsyncIterator[Customer]:
    timeout = aiohttp.ClientTimeout(total=15)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {sandbox.key}"}, timeout=timeout) as http:
        yield Customer(http, sandbox)


@pytest.fixture
async def doorbell() -> AsyncIterator[Doorbell]:
    async with open_doorbell() as opened:
        yield opened


@pytest.fixture
def clip() -> bytes:
    return CLIP
