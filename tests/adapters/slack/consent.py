"""A very small Slack that gives tokens for codes and says whose they are; each code is good once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "xoxb-1-hush"
CLUB: Mapping[str, Any] = {
    "ok": True,
    "access_token": TOKEN,
    "token_type": "bot",
    "bot_user_id": "U1",
    "team": {"id": "T1", "name": "Film <club>"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U7"},
}
ORGANISATION: Mapping[str, Any] = {
    **CLUB,
    "team": None,
    "enterprise": {"id": "E1", "name": "Studios"},
    "is_enterprise_install": True,
}
WHO: Mapping[str, Any] = {
    "ok": True,
    "url": "https://club.slack.com/",
    "team": "Film <club>",
    "team_id": "T1",
    "user_id": "U1",
    "bot_id": "B1",
}


@dataclass(slots=True)
class Consent:
    """`access` and `who` are what it answers; `codes` are good; `asked` are the forms of the exchanges."""

    address: str = ""
    access: Mapping[str, Any] = field(default_factory=lambda: CLUB)
    who: Mapping[str, Any] = field(default_factory=lambda: WHO)
    codes: set[str] = field(default_factory=lambda: {"a-code"})
    asked: list[Mapping[str, str]] = field(default_factory=list)

    async def exchange(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append({**form, "authorization": request.headers.get("Authorization", "")})
        code = form.get("code", "")
        if code not in self.codes:
            return web.json_response({"ok": False, "error": "invalid_code"})
        self.codes.discard(code)
        return web.json_response(self.access)

    async def test(self, request: web.Request) -> web.Response:
        is_known = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        return web.json_response(self.who if is_known else {"ok": False, "error": "invalid_auth"})


@asynccontextmanager
async def open_consent() -> AsyncIterator[Consent]:
    consent = Consent()
    app = web.Application()
    app.router.add_post("/api/oauth.v2.access", consent.exchange)
    app.router.add_post("/api/auth.test", consent.test)
    async with TestServer(app) as server:
        consent.address = str(server.make_url("/api/"))
        yield consent
