"""Signing in with the page's password, signing out, and one's own name."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from aiohttp import web

from adapters.web.bodies import read_json, text_field
from adapters.web.guard import Guard
from adapters.web.refusal import Refusal
from adapters.web.session import COOKIE, LIFETIME, MOST_NAME, Session, clean_name
from adapters.web.tries import Tries
from bot.texts import page_answers


@dataclass(frozen=True, slots=True)
class SignIn:
    """The routes around the cookie."""

    guard: Guard
    tries: Tries = field(default_factory=Tries)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """`POST /api/login {password, name?}`."""
        body = await read_json(request)
        password = text_field(body, "password", limit=1000)
        name = text_field(body, "name", limit=200, may_be_empty=True)
        signer = self.guard.access.signer
        if signer is None:
            return web.json_response({})
        self._check(request, password)
        return self._with_cookie(request, signer.start(name, self.guard.clock.now()))

    async def rename(self, request: web.Request) -> web.StreamResponse:
        """`POST /api/me {name}`: messages from now on carry it."""
        name = clean_name(text_field(await read_json(request), "name", limit=200))
        session = self.guard.session(request)
        if session is None or not name:
            raise Refusal(400, page_answers.page_not_understood("name"))
        return self._with_cookie(request, replace(session, name=name[:MOST_NAME]))

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """`POST /api/logout`."""
        await read_json(request)
        response = web.json_response({})
        response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
        return response

    def _check(self, request: web.Request, password: str) -> None:
        """Count first, look afterwards: many tries at the same moment gain nothing."""
        address, now = request.remote or "", self.guard.clock.now()
        wait = math.ceil(self.tries.wait(address, now).total_seconds())
        if wait > 0:
            raise Refusal(429, page_answers.page_wait(wait), retry_after=wait)
        self.tries.begin(address, now)
        if not self.guard.access.is_password(password):
            raise Refusal(403, page_answers.page_wrong_password())
        self.tries.succeeded(address)

    def _with_cookie(self, request: web.Request, session: Session) -> web.StreamResponse:
        access = self.guard.access
        response = web.json_response({"name": session.name})
        response.set_cookie(
            COOKIE,
            access.signer.sign(session) if access.signer else "",
            path="/",
            max_age=int(LIFETIME.total_seconds()),
            httponly=True,
            samesite="Strict",
            secure=access.is_served_securely(request.host),
        )
        return response
