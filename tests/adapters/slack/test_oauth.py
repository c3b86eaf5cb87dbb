"""A workspace adds the bot by itself: the way there and back, and everything that may not be kept."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from aiohttp import encode_basic_auth, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs
from yarl import URL

from adapters.http.listener import bind, url_of
from adapters.http.signing import LinkKind, Signer
from adapters.slack.installation.installed import InstalledWorkspaces
from adapters.slack.installation.oauth import INSTALL, REDIRECT, SlackApp, add_slack_install_routes
from adapters.slack.installation.oauth_states import LIFETIME, States
from adapters.slack.installation.scopes import SCOPES
from adapters.slack.installation.vault import Vault
from adapters.slack.web_api.workspaces import Workspace
from adapters.storage.backend import Backend
from bot.texts import installing
from tests.adapters.slack.consent import ORGANISATION, TOKEN, WHO, Consent, open_consent
from tests.databases import rows
from tests.fakes import FakeClock

KEY = b"k" * 32
PUBLIC = "https://sora.example.com"
CLUB = Workspace(team="T1", name="Film <club>", url="https://club.slack.com/", token=TOKEN, bot_user="U1", bot_id="B1")


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser got."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Browser:
    """A browser with one cookie at most, which it sends along as a real one would over https."""

    client: TestClient[web.Request, web.Application]
    cookie: str = ""

    async def get(self, path: str, **query: str) -> Page:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with self.client.get(path, params=query, headers=headers, allow_redirects=False) as answer:
            for name, morsel in SimpleCookie(answer.headers.get("Set-Cookie", "")).items():
                self.cookie = "" if morsel["expires"] else f"{name}={morsel.value}"
            return Page(answer.status, await answer.text(), answer.headers)

    async def begin(self) -> str:
        """Set out for Slack; the state that Slack is given."""
        return URL((await self.get(INSTALL)).headers["Location"]).query["state"]

    async def install(self, code: str = "a-code") -> Page:
        return await self.get(REDIRECT, state=await self.begin(), code=code)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def consent() -> AsyncIterator[Consent]:
    async with open_consent() as consent:
        yield consent


@pytest.fixture
def workspaces(backend: Backend, clock: FakeClock) -> InstalledWorkspaces:
    return InstalledWorkspaces(backend.slack_installations, Vault(KEY), clock)


@pytest.fixture
async def process(
    consent: Consent, backend: Backend, workspaces: InstalledWorkspaces, clock: FakeClock
) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    add_slack_install_routes(
        app,
        slack=SlackApp(client_id="12.34", client_secret="c0ffee", api=consent.address, public_url=PUBLIC),
        workspaces=workspaces,
        signer=Signer(KEY),
        store=backend.store,
        clock=clock,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
def browser(process: TestClient[web.Request, web.Application]) -> Browser:
    return Browser(process)


async def test_the_way_begins_at_slacks_question_on_the_same_host_as_its_api(
    browser: Browser, consent: Consent
) -> None:
    page = await browser.get(INSTALL)

    question = URL(page.headers["Location"])
    assert page.status == 302
    assert question.with_query(None) == URL(consent.address).with_path("/oauth/v2/authorize")
    assert question.query["client_id"] == "12.34"
    assert question.query["scope"].split(",") == list(SCOPES)
    assert question.query["redirect_uri"] == f"{PUBLIC}{REDIRECT}"
    assert "c0ffee" not in str(question)


async def test_a_state_is_another_each_time_and_in_a_cookie_for_this_site_alone(browser: Browser) -> None:
    first, second = await browser.begin(), await browser.begin()

    cookie = (await browser.get(INSTALL)).headers["Set-Cookie"]
    assert first != second
    assert cookie.startswith("__Host-")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"):
        assert attribute in cookie
    assert "Domain" not in cookie


async def test_to_begin_writes_nothing(browser: Browser, database_url: str) -> None:
    await browser.begin()

    assert await rows(database_url, "SELECT * FROM seen_events") == []


async def test_nobody_adds_words_to_the_address_at_slack(browser: Browser) -> None:
    page = await browser.get(INSTALL, team="T1&scope=admin", scope="admin")

    assert "admin" not in page.headers["Location"]


async def test_a_workspace_that_agreed_is_kept_with_what_we_are_called_there(
    browser: Browser, workspaces: InstalledWorkspaces, consent: Consent
) -> None:
    page = await browser.install()

    assert page.status == 200
    assert await workspaces.get("T1") == CLUB
    assert consent.asked[0]["redirect_uri"] == f"{PUBLIC}{REDIRECT}"
    assert consent.asked[0]["authorization"] == encode_basic_auth("12.34", "c0ffee")


async def test_the_last_page_says_what_to_do_next_and_shows_no_secret(browser: Browser) -> None:
    page = await browser.install()

    assert "The bot is in Film &lt;club&gt; now" in page.text
    assert "<club>" not in page.text
    assert "/invite @sora" in page.text
    assert 'href="https://club.slack.com/"' in page.text
    for secret in (TOKEN, "a-code", "c0ffee"):
        assert secret not in page.text + str(page.headers)


async def test_an_organisation_that_agreed_is_kept_for_all_its_workspaces(
    browser: Browser, workspaces: InstalledWorkspaces, consent: Consent
) -> None:
    consent.access, consent.who = ORGANISATION, {**WHO, "url": "https://studios.enterprise.slack.com"}

    page = await browser.install()

    assert "an admin of your organisation can" in page.text
    assert await workspaces.get("T7", "E1") == replace(
        CLUB, team="T7", enterprise="E1", name="Studios", url="https://studios.enterprise.slack.com/"
    )


async def test_a_workspace_that_agrees_again_has_its_new_names(
    browser: Browser, workspaces: InstalledWorkspaces, consent: Consent
) -> None:
    await browser.install()
    consent.codes, consent.who = {"another-code"}, {**WHO, "bot_id": "B2"}

    await browser.install("another-code")

    assert await workspaces.get("T1") == replace(CLUB, bot_id="B2")


async def is_refused(page: Page, sentence: str, backend: Backend) -> None:
    assert 400 <= page.status < 600
    assert sentence in page.text
    assert f'<a href="{PUBLIC}{INSTALL}">Try again</a>' in page.text
    assert await backend.slack_installations.find("T1") is None


@pytest.mark.parametrize("change", [lambda state: state + "x", lambda state: state[:-1], lambda _: "é", lambda _: ""])
async def test_a_state_that_is_not_ours_is_refused(
    browser: Browser, backend: Backend, consent: Consent, change: object
) -> None:
    assert callable(change)
    state = change(await browser.begin())
    browser.cookie = browser.cookie.partition("=")[0] + f"={state}"

    page = await browser.get(REDIRECT, state=state, code="a-code")

    await is_refused(page, installing.adding_link_used(), backend)
    assert consent.asked == []


async def test_a_link_of_another_kind_is_no_state(browser: Browser, backend: Backend, clock: FakeClock) -> None:
    link = Signer(KEY).sign_link(LinkKind.FILE, "kite-1", clock.now() + LIFETIME)
    await browser.begin()
    browser.cookie = browser.cookie.partition("=")[0] + f"={link}"

    page = await browser.get(REDIRECT, state=link, code="a-code")

    await is_refused(page, installing.adding_link_used(), backend)


@pytest.mark.parametrize("query", [{}, {"state": ""}, {"code": "a-code"}])
async def test_a_way_back_without_a_state_is_refused(browser: Browser, backend: Backend, query: dict[str, str]) -> None:
    await browser.begin()

    await is_refused(await browser.get(REDIRECT, **query), installing.adding_link_used(), backend)


async def test_a_way_back_without_a_code_is_refused(browser: Browser, backend: Backend) -> None:
    page = await browser.get(REDIRECT, state=await browser.begin())

    await is_refused(page, installing.adding_link_used(), backend)


async def test_a_state_that_was_begun_in_another_browser_is_refused(
    browser: Browser, backend: Backend, consent: Consent
) -> None:
    victim = Browser(browser.client)
    await victim.begin()

    page = await victim.get(REDIRECT, state=await browser.begin(), code="a-code")

    await is_refused(page, installing.adding_link_used(), backend)
    assert consent.asked == []


async def test_a_state_is_good_for_ten_minutes(browser: Browser, backend: Backend, clock: FakeClock) -> None:
    state = await browser.begin()
    clock.pass_time(LIFETIME + timedelta(seconds=1))

    page = await browser.get(REDIRECT, state=state, code="a-code")

    await is_refused(page, installing.adding_link_used(), backend)


async def test_a_state_is_good_once(browser: Browser, consent: Consent, workspaces: InstalledWorkspaces) -> None:
    state, cookie = await browser.begin(), browser.cookie
    consent.codes = {"a-code", "a-code-of-somebody-else"}
    await browser.get(REDIRECT, state=state, code="a-code")
    browser.cookie = cookie

    page = await browser.get(REDIRECT, state=state, code="a-code-of-somebody-else")

    assert page.status == 400
    assert consent.codes == {"a-code-of-somebody-else"}


async def test_a_state_is_used_up_for_all_processes(backend: Backend, clock: FakeClock) -> None:
    here, there = (States(Signer(KEY), backend.store, clock) for _ in range(2))
    state = await here.async_issue()

    assert await there.async_consume(state)
    assert not await here.async_consume(state)


async def test_after_the_end_the_browser_holds_no_state(browser: Browser) -> None:
    await browser.install()

    assert browser.cookie == ""


async def test_a_person_who_says_no_reads_that_nothing_has_changed(browser: Browser, backend: Backend) -> None:
    page = await browser.get(REDIRECT, state=await browser.begin(), error="access_denied")

    await is_refused(page, installing.adding_denied(), backend)


async def test_an_error_in_the_address_is_not_shown(browser: Browser, backend: Backend) -> None:
    page = await browser.get(REDIRECT, state=await browser.begin(), error="<script>alert(1)</script>")

    await is_refused(page, "Try again", backend)
    assert "alert" not in page.text


async def test_a_code_that_slack_does_not_take_leaves_nothing_and_the_log_says_why(
    browser: Browser, backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs:
        page = await browser.install("no-code")

    await is_refused(page, "Slack did not confirm it", backend)
    assert [(line["event"], line["error"]) for line in logs] == [("slack_install_refused", "invalid_code")]
    assert "no-code" not in str(logs)


async def test_a_token_that_does_not_work_is_not_kept(browser: Browser, backend: Backend, consent: Consent) -> None:
    consent.access = {**consent.access, "access_token": "xoxb-other"}

    await is_refused(await browser.install(), "Slack did not confirm it", backend)


async def test_tokens_that_end_by_themselves_are_not_kept_and_the_log_says_why(
    browser: Browser, backend: Backend, consent: Consent
) -> None:
    consent.access = {**consent.access, "refresh_token": "xoxe-1-hush", "expires_in": 43200}

    with capture_logs() as logs:
        page = await browser.install()

    await is_refused(page, "Slack did not confirm it", backend)
    assert [line["event"] for line in logs] == ["slack_tokens_rotate"]


async def test_an_answer_of_another_shape_leaves_nothing_and_no_secret_in_the_log(
    browser: Browser, backend: Backend, consent: Consent
) -> None:
    consent.who = {"ok": True}

    with capture_logs() as logs:
        page = await browser.install()

    assert page.status == 502
    await is_refused(page, "Something went wrong on the way to Slack", backend)
    assert [line["event"] for line in logs] == ["slack_install_failed"]


async def test_no_log_line_of_an_installation_holds_a_secret(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)  # what libraries say below that is not written

    with capture_logs() as logs:
        await browser.install()

    assert [line["event"] for line in logs] == ["slack_workspace_added"]
    for secret in (TOKEN, "a-code", "c0ffee"):
        assert secret not in str(logs) + caplog.text


@pytest.mark.parametrize("query", [{}, {"error": "access_denied"}])
async def test_every_page_loads_nothing_and_stays_in_no_cache(browser: Browser, query: dict[str, str]) -> None:
    for page in (await browser.get(REDIRECT, **query), await browser.get(INSTALL)):
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Content-Type"].startswith("text/html")


def test_the_apps_secret_is_in_no_print() -> None:
    app = SlackApp(client_id="12.34", client_secret="c0ffee", api="https://slack.com/api/", public_url=PUBLIC)

    assert "c0ffee" not in repr(app)


async def test_while_slack_is_away_the_page_says_so_and_nothing_is_kept(
    backend: Backend, workspaces: InstalledWorkspaces, clock: FakeClock
) -> None:
    app, nobody = web.Application(), bind("127.0.0.1", 0)
    address = f"{url_of(nobody)}/api/"
    nobody.close()
    away = SlackApp(client_id="12.34", client_secret="c0ffee", api=address, public_url=PUBLIC)
    add_slack_install_routes(
        app, slack=away, workspaces=workspaces, signer=Signer(KEY), store=backend.store, clock=clock
    )

    async with TestClient(TestServer(app)) as client:
        page = await Browser(client).install()

    assert page.status == 502
    await is_refused(page, "Something went wrong on the way to Slack", backend)
