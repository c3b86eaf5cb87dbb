"""What the bot is measured against: the same HTTP calls by the same client, and nothing else.

`python -m benchmarks.bare` does each job as submit, wait for the callback, status, download to a file, upload from it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
import uvloop
from aiohttp import web

from benchmarks.load import Load, pass_load
from benchmarks.transfer import download, open_http, upload


@dataclass(slots=True)
class Bare:
    """The script. `transfers` are the seconds of each download and upload together."""

    client: httpx.AsyncClient
    standins: str
    folder: Path
    listener: str = ""
    transfers: list[float] = field(default_factory=list)
    waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    async def job(self, number: int) -> None:
        """One job, from submit to posted."""
        job_id = f"bare{number}"
        called = self.waiting[job_id] = asyncio.get_running_loop().create_future()
        task_id = await self._submit(job_id)
        await called
        url = await self._result(task_id)
        began = time.perf_counter()
        path = self.folder / job_id
        await download(self.client, url, path)
        await upload(self.client, f"{self.standins}/upload", job_id, path)
        self.transfers.append(time.perf_counter() - began)
        path.unlink()

    async def take_callback(self, request: web.Request) -> web.Response:
        """`POST /callbacks/{job_id}`."""
        await request.read()
        self.waiting.pop(request.match_info["job_id"]).set_result(None)
        return web.Response()

    async def _submit(self, job_id: str) -> str:
        order = {
            "request_type": "callback",
            "callback_url": f"{self.listener}/callbacks/{job_id}",
            "provider": "official",
            "input": {"mode": "text-to-video", "prompt": "a red kite", "duration": 8, "aspect_ratio": "landscape"},
        }
        response = await self.client.post(f"{self.standins}/api/v1/generateTask/sora-2", json=order)
        return str(response.raise_for_status().json()["data"]["taskId"])

    async def _result(self, task_id: str) -> str:
        response = await self.client.get(f"{self.standins}/api/v1/statusTask/sora-2?taskId={task_id}")
        return str(json.loads(response.raise_for_status().json()["data"]["resultJson"])["resultUrls"][0])


@asynccontextmanager
async def open_bare(standins: str) -> AsyncIterator[Bare]:
    """The script with its client and its listener."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_http() as client:
            bare = Bare(client, standins, Path(folder))
            app = web.Application()
            app.router.add_post("/callbacks/{job_id}", bare.take_callback)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            try:
                site = web.TCPSite(runner, "127.0.0.1", 0)
                await site.start()
                bare.listener = f"http://127.0.0.1:{runner.addresses[0][1]}"
                yield bare
            finally:
                await runner.cleanup()


async def run(standins: str, load: Load) -> dict[str, float]:
    """Pass the load, and say how fast it was."""
    async with open_bare(standins) as bare:
        passed = await pass_load(load, bare.job)
    return {
        "jobs_per_second": passed.per_second,
        "cpu_ms_per_job": passed.cpu_ms_per_job,
        "transfer_ms": 1000 * median(bare.transfers),
    }


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--standins", required=True)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--at-once", type=int, required=True)
    parser.add_argument("--ramp", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    load = Load(jobs=options.jobs, at_once=options.at_once, ramp=options.ramp, seconds=options.seconds)
    print(json.dumps(uvloop.run(run(options.standins, load))))


if __name__ == "__main__":
    main()
