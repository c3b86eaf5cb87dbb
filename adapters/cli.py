"""The command line: run, demo, sandbox, health."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.error import URLError
from urllib.request import urlopen

import typer
from rich.console import Console

from adapters import logs
from adapters.bootstrap import open_bot
from adapters.event_loop import run_loop
from adapters.http.listener import bind, local_url
from adapters.settings import Settings, SettingsError, read_settings
from adapters.startup_errors import PortInUse, told
from adapters.storage.errors import AlreadyRunning
from bot import texts

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="A bot that makes videos where people talk.", rich_markup_mode=None
)
out: Final = Console(soft_wrap=True, highlight=False)
err: Final = Console(stderr=True, soft_wrap=True, highlight=False)

PORT: Final = 8080
_KEEP: Final = "Folder where tasks outlive the sandbox; without one, it forgets them."


@app.command()
def run() -> None:
    """Run the bot with the settings in the environment and in the file .env."""
    settings = _settings()
    logs.configure(settings.log_format, settings.log_level)

    async def serve() -> None:
        listener = _bind(settings)
        async with open_bot(settings, listener) as bot:
            out.print(f"sora-bot listens at {bot.url}" + (" (chat page)" if settings.web else ""))
            await _until_stopped()

    _start(serve)


@app.command()
def demo(
    once: Annotated[str | None, typer.Option(help="Make one video of this prompt, without a browser.")] = None,
    to: Annotated[Path, typer.Option("--out", help="Folder for the video of --once.")] = Path("videos"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the chat page; the next free one.")] = PORT,
    data: Annotated[Path, typer.Option(help="Folder where the demo keeps its things.")] = Path("data/demo"),
) -> None:
    """Try everything without a token or an account: the chat page, and a stand-in that renders videos."""
    logs.configure("console", "error" if once else "warning")
    if once is None:
        _start(lambda: _demo(data, port))
    else:
        raise typer.Exit(_start(lambda: _once(once, to)))


async def _demo(data: Path, port: int) -> None:
    from adapters.demo import bind_near, open_demo  # noqa: PLC0415 - `run` must not load what only the demo needs

    async with open_demo(data, bind_near("127.0.0.1", port), keep=True) as bot:
        out.print(f"\n  The chat page is at [bold]{bot.url}[/bold]\n\n  Stop with Ctrl+C.\n")
        await _until_stopped()


async def _once(prompt: str, to: Path) -> int:
    from adapters.demo import open_demo  # noqa: PLC0415 - as above
    from adapters.once import ask_once  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory(prefix="sora-bot-") as data:
        async with open_demo(Path(data), bind("127.0.0.1", 0), delay=timedelta(seconds=1)) as bot:
            outcome = await ask_once(bot, prompt, to)
    sys.stdout.write(json.dumps(outcome, ensure_ascii=False) + "\n")
    return 1 if "error" in outcome else 0


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 for a free one.")] = 8090,
    key: Annotated[str, typer.Option(help="The API key that clients must send.")] = "sandbox",
    delay: Annotated[float, typer.Option(min=0, max=3600, help="Seconds a task takes.")] = 3.0,
    keep: Annotated[Path | None, typer.Option(file_okay=False, help=_KEEP)] = None,
) -> None:
    """Run the stand-in for provider APIs alone, for any client."""
    from adapters.sandbox.server import open_sandbox  # noqa: PLC0415 - as above

    logs.configure("console", "warning")

    async def serve() -> None:
        try:
            async with open_sandbox(port=port, key=key, delay=timedelta(seconds=delay), keep=keep) as opened:
                out.print(f"The sandbox is at {opened.url}; APIXO's base is {opened.apixo_base_url}")
                await _until_stopped()
        except AlreadyRunning:
            raise typer.BadParameter("another sandbox keeps its tasks there", param_hint="'--keep'") from None

    _start(serve)


@app.command()
def health() -> None:
    """Ask the bot on this machine whether it is well; exit code 0 when it is."""
    listen = _settings(for_run=False).listen
    url = f"{local_url(listen.host, listen.port)}/healthz"
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own listener
            out.print(answer.read().decode())
    except (URLError, OSError):
        err.print(texts.not_well(url))
        raise typer.Exit(1) from None


def main() -> None:
    """The program `sora-bot`."""
    app()


def _settings(*, for_run: bool = True) -> Settings:
    try:
        return read_settings(for_run=for_run)
    except SettingsError as error:
        for problem in error.problems:
            err.print(texts.setting_problem(problem.name, problem.sentence), markup=False)
        raise typer.Exit(2) from None


def _bind(settings: Settings) -> socket.socket:
    try:
        return bind(settings.listen.host, settings.listen.port)
    except OSError as error:
        raise PortInUse(settings.listen.host, settings.listen.port) from error


def _start(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run to the end; what keeps the program from starting is a sentence and exit code 2."""
    try:
        return run_loop(work())
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        sentence = told(error)
        if sentence is None:
            raise
        err.print(sentence, markup=False)
        raise typer.Exit(2) from None


async def _until_stopped() -> None:
    """Wait for Ctrl+C or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
    out.print("Stopping: finishing what is under way …")
