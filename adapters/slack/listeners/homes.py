"""People's own pages: shown when they look, and kept up to date while they may be looking."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.blocks.home import home_view
from adapters.slack.listeners.apologies import quietly_sorry
from adapters.slack.lookups.people import People
from adapters.slack.pace import SlackPace
from adapters.slack.places import Ref
from adapters.slack.posts.posters import Posters
from adapters.slack.web_api.calling import SlackWeb
from adapters.slack.web_api.faults import error_code, faults_translated
from adapters.slack.web_api.workspaces import Workspace, Workspaces
from adapters.slack.works import Works
from bot.domain.errors import ConversationGone, DeliveryPaused
from bot.domain.home import Home
from bot.usecases.answer import Answer

log = structlog.get_logger()

IDLE: Final = 6
"""Where nothing is on its way, only every sixth look is taken."""

MOST: Final = 500
"""Pages that are kept up to date at one time; those that were opened last."""


@dataclass(slots=True)
class _Open:
    """A page that somebody has opened, what it shows, and whether something is on its way there."""

    workspace: Workspace
    user: str
    until: float
    is_busy: bool = False
    shown: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Homes:
    """Shows the page by `views.publish`, and again only where it has changed."""

    web: SlackWeb
    workspaces: Workspaces
    core: Answer
    people: People
    posters: Posters
    works: Works
    pace: SlackPace
    _open: dict[tuple[str, str], _Open] = field(default_factory=dict)

    async def opened(self, workspace: Workspace, user: str) -> None:
        """Somebody looks at their page."""
        await self.works.soon(self.show(workspace, user), quietly_sorry)

    async def show(self, workspace: Workspace, user: str) -> None:
        """Show it as it is now, then with the pictures that were still missing."""
        key = workspace.team, user
        page = self._open.pop(key, None) or _Open(workspace, user, 0)
        page.workspace = workspace
        page.until = time.monotonic() + self.pace.home_for
        page.shown = None  # they may have come back after the app was opened on another device
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        self._open[key] = page
        home = await self._publish(page)
        if await self.posters.make(workspace, list(_videos(home).values())):
            await self._publish(page)

    async def run(self) -> None:
        """Keep pages up to date until cancelled."""
        for turn in itertools.count():
            await asyncio.sleep(self.pace.home_every)
            now = time.monotonic()
            for key, page in list(self._open.items()):
                if page.until < now:
                    self._open.pop(key, None)
                elif page.is_busy or turn % IDLE == 0:
                    await self._refresh(page)

    async def _refresh(self, page: _Open) -> None:
        """One page that cannot be shown must not end all others. Where we were put out, nothing is shown any more."""
        try:
            # Somebody may have let us in anew, with another token.
            workspace = await self.workspaces.get(page.workspace.team, page.workspace.enterprise)
            if workspace is None:
                self._open.pop((page.workspace.team, page.user), None)
                return
            page.workspace = workspace
            with faults_translated():
                home = await self._publish(page, can_wait=True)
            # Pictures that come of it are shown by the next look.
            self.works.begin(self._make_posters(page, home), quietly_sorry)
        except (ConversationGone, DeliveryPaused):
            pass
        except Exception:
            log.exception("slack_home_failed")

    async def _make_posters(self, page: _Open, home: Home) -> None:
        await self.posters.make(page.workspace, list(_videos(home).values()))

    async def _publish(self, page: _Open, *, can_wait: bool = False) -> Home:
        home = await self.core.home(await self.people.requester(page.workspace, page.user))
        page.is_busy = bool(home.running)
        view = home_view(home, await self.posters.known(page.workspace, _videos(home)))
        if view != page.shown:
            try:
                await self._put(page, view, can_wait=can_wait)
            except SlackApiError as error:
                if error_code(error) != "invalid_arguments":
                    raise
                # A picture that is not ready, or not there any more, is refused together with the whole page.
                await self._put(page, home_view(home, {}), can_wait=can_wait)
            page.shown = view
        return home

    async def _put(self, page: _Open, view: Mapping[str, Any], *, can_wait: bool) -> None:
        await self.web(page.workspace, "views.publish", can_wait=can_wait, user_id=page.user, view=view)


def _videos(home: Home) -> dict[str, Ref]:
    """The messages with videos, by job."""
    refs = {made.job_id: Ref.parse(made.ref) for made in home.made if made.ref is not None}
    return {job_id: ref for job_id, ref in refs.items() if ref is not None}
