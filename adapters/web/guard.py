"""The page's door: every request passes here before a route sees it, and every answer on its way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web

from adapters.web.access import Access, is_loopback, requester_of
from adapters.web.refusal import Refusal
from adapters.web.session import COOKIE, Session
from bot.domain.chat import Requester
from bot.domain.errors import ConversationGone
from bot.ports import Clock
from bot.texts import pages

log = structlog.get_logger()

WHO: Final = web.RequestKey("who", Requester)
"""The person behind a request that passed the guard."""

OUR_HEADER: Final = "X-Sora-Page"
"""A header that a form on another website cannot send."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "CF-Connecting-IP")
_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})

RouteHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Checks name, peer, origin and session, in this order."""

    access: Access
    clock: Clock

    def for_everyone(self, handler: RouteHandler) -> RouteHandler:
        """A route that works before signing in: the empty page, its files, the login."""
        return self._wrap(handler, self._check_door)

    def for_people(self, handler: RouteHandler) -> RouteHandler:
        """A route that needs to know who asks."""
        return self._wrap(handler, self._check_person)

    def session(self, request: web.Request) -> Session | None:
        """The browser's valid session."""
        cookie, signer = request.cookies.get(COOKIE), self.access.signer
        return signer.read(cookie, self.clock.now()) if cookie and signer else None

    def _wrap(self, handler: RouteHandler, check: Callable[[web.Request], None]) -> RouteHandler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                check(request)
                return secured(await handler(request))
            except Refusal as refusal:
                return secured(_no(request, refusal))
            except ConversationGone:
                return secured(_no(request, Refusal(404, pages.page_unknown_conversation())))
            except (web.HTTPException, ConnectionError):
                raise
            except Exception:
                log.exception("page_failed", method=request.method, route=_route(request))
                return secured(_no(request, Refusal(500, pages.page_trouble())))

        return guarded

    def _check_door(self, request: web.Request) -> None:
        if not self.access.is_known_host(request.host):
            raise Refusal(421, pages.page_wrong_host())
        if not self.access.password and not _is_at_the_machine(request):
            raise Refusal(403, pages.page_needs_password())
        if request.method not in _SAFE_METHODS and not _is_our_page(request):
            raise Refusal(403, pages.page_cross_site())

    def _check_person(self, request: web.Request) -> None:
        self._check_door(request)
        if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            raise Refusal(403, pages.page_cross_site())
        session = self.session(request)
        if self.access.password and session is None:
            raise Refusal(401, pages.page_sign_in_first())
        request[WHO] = requester_of(session)


def secured(response: web.StreamResponse) -> web.StreamResponse:
    """Add what every answer of the page carries; one whose head is on its way has it already."""
    if not response.prepared:
        response.headers.update(SECURITY_HEADERS)
    return response


def _is_at_the_machine(request: web.Request) -> bool:
    """The peer is loopback, and no proxy or tunnel on this machine speaks for somebody else."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    is_local = isinstance(peer, tuple) and is_loopback(str(peer[0]))
    return is_local and not any(name in request.headers for name in _FORWARDED)


def _is_our_page(request: web.Request) -> bool:
    """A change must carry our header, and its origin must be the very host it was sent to."""
    if OUR_HEADER not in request.headers:
        return False
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is None:
        return site == "same-origin"
    return origin.partition("://")[2] == request.host and site in (None, "same-origin")


def _no(request: web.Request, refusal: Refusal) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    if request.path.startswith("/api/"):
        return web.json_response({"error": refusal.sentence}, status=refusal.status, headers=headers)
    return web.Response(text=refusal.sentence + "\n", status=refusal.status, headers=headers)


def _route(request: web.Request) -> str:
    """The route's pattern: what people name in an address stays out of the log."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else ""
