"""From the first word to the playing video, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from adapters.web.as_json import notice_json
from bot.commands import Create
from bot.domain.chat import Action, Notice, Table
from bot.domain.job import Closing, JobStatus
from bot.domain.job_events import Reason
from bot.ports import Clip
from tests.browser.conftest import OpenBrowser
from tests.browser.looking import ask, box, card, say, step
from tests.chat_page import ChatPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CLIP = Clip(width=320, height=180, seconds=2.0, bytes=1)


async def test_a_person_asks_watches_the_steps_and_plays_the_video(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url)

    await ask(served, tab, "a red kite over the sea")
    await expect(step(tab)).to_contain_text("Accepted")
    await expect(tab.locator(".facts")).to_contain_text("$0.80")
    await expect(tab.locator("#quota")).to_have_text("9 of 10 videos left today")
    for status, name in [("queued", "Queued"), ("rendering", "Rendering"), ("fetching", "Fetching")]:
        await served.core.move(served.core.newest(), JobStatus(status))
        await expect(step(tab)).to_contain_text(name)
    await served.core.deliver(served.core.newest(), film, CLIP)

    await expect(card(tab, "posted")).to_be_visible()
    video = tab.locator("video")
    await expect(video).to_be_visible()
    await tab.wait_for_function("() => document.querySelector('video').readyState >= 2")
    assert await video.evaluate("(v) => [v.videoWidth, v.videoHeight]") == [320, 180]
    assert await video.evaluate("(v) => [v.controls, v.playsInline, v.preload]") == [True, True, "metadata"]
    await video.evaluate("(v) => { v.muted = true; return v.play(); }")
    await tab.wait_for_function("() => document.querySelector('video').currentTime > 0.3")


async def test_the_seconds_count_on_between_two_words_of_the_bot(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await served.core.move(served.core.newest(), JobStatus.RENDERING)

    await expect(tab.locator(".elapsed")).to_have_text("2 s of about 40 s")
    width = await tab.locator(".meter-fill").evaluate("(n) => n.getBoundingClientRect().width")
    assert 0 < width < await tab.locator(".meter").evaluate("(n) => n.getBoundingClientRect().width")


async def test_nothing_jumps_when_the_video_arrives(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await served.core.deliver(served.core.newest(), film, CLIP)

    before = await tab.locator(".video-frame").bounding_box()
    await tab.wait_for_function("() => document.querySelector('video').readyState >= 2")
    after = await tab.locator(".video-frame").bounding_box()

    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == pytest.approx((after["width"], after["height"]), abs=0.1)
    assert before["width"] / before["height"] == pytest.approx(16 / 9, rel=0.01)


async def test_a_playing_video_plays_on_while_cards_move(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await served.core.deliver(served.core.newest(), film, CLIP)
    video = tab.locator("video")
    await tab.wait_for_function("() => document.querySelector('video').readyState >= 2")
    await video.evaluate("(v) => { v.muted = v.loop = v.isTheSame = true; return v.play(); }")

    await ask(served, tab, "another kite")
    await served.core.move(served.core.newest(), JobStatus.RENDERING)
    await expect(card(tab, "rendering")).to_be_visible()

    assert await video.evaluate("(v) => [v.isTheSame, v.paused]") == [True, False]


async def test_a_cancel_asks_first(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await served.core.move(served.core.newest(), JobStatus.RENDERING)
    await expect(card(tab, "rendering")).to_be_visible()

    await tab.get_by_role("button", name="Cancel", exact=True).click()
    dialog = tab.get_by_role("dialog", name="Cancel this video?")
    await expect(dialog).to_contain_text("counts against your quota")
    await dialog.get_by_role("button", name="Keep it").click()
    assert served.core.pressed == []

    await tab.get_by_role("button", name="Cancel", exact=True).click()
    await dialog.get_by_role("button", name="Cancel the video").click()
    await expect(card(tab, "cancelled")).to_be_visible()
    await expect(tab.get_by_text("Cancelled. Your quota was given back.").last).to_be_visible()


async def test_a_cancel_that_comes_too_late_says_so(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    button = tab.get_by_role("button", name="Cancel", exact=True)
    await expect(button).to_be_visible()
    job = served.core.newest()
    served.core.jobs[job] = served.core.jobs[job].__class__(
        **{name: getattr(served.core.jobs[job], name) for name in served.core.jobs[job].__slots__}
        | {"status": JobStatus.POSTED}
    )

    await button.click()

    await expect(tab.get_by_role("alert").filter(has_text="finished already")).to_be_visible()
    assert served.core.pressed == []


async def test_a_failure_says_why_and_offers_a_retry(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a kite")
    await served.core.move(
        served.core.newest(), JobStatus.FAILED, reason=Reason.PROVIDER_FAILED, closing=Closing.RELEASED
    )

    await expect(card(tab, "failed")).to_contain_text("could not make this video")
    await tab.get_by_role("button", name="Retry").click()

    await expect(card(tab, "accepted")).to_be_visible()
    assert [action for action, _ in served.core.pressed] == [Action.RETRY]


async def _posted(served: ChatPage, tab: Page, film: Path) -> str:
    await ask(served, tab, "a red kite")
    job = served.core.newest()
    await served.core.deliver(job, film, CLIP)
    await expect(tab.locator("video")).to_be_visible()
    return job


async def test_again_makes_it_once_more(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab = await visit(served.url)
    job = await _posted(served, tab, film)

    await tab.get_by_role("button", name="Again").click()

    await expect(card(tab, "accepted")).to_contain_text("a red kite")
    assert served.core.pressed == [(Action.AGAIN, job)]


async def test_remix_fills_the_prompt_in_to_be_changed(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab = await visit(served.url)
    job = await _posted(served, tab, film)

    await tab.get_by_role("button", name="Remix").click()
    await expect(box(tab)).to_have_value("a red kite")
    await expect(box(tab)).to_be_focused()
    await box(tab).press("End")
    await box(tab).press_sequentially(" at night")
    await box(tab).press("Enter")

    await expect(tab.locator(".message .words").filter(has_text="at night").first).to_contain_text(
        f"/sora remix {job} a red kite at night"
    )
    await expect(card(tab, "accepted")).to_be_visible()
    assert served.core.heard[-1][0] == f"remix {job} a red kite at night"
    await expect(tab.locator("#remixing")).to_be_hidden()


async def test_an_example_is_one_click_away_from_being_asked_for(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)

    await tab.get_by_role("button", name="A paper boat").click()
    await expect(box(tab)).to_be_focused()
    await box(tab).press("Enter")

    await expect(card(tab, "accepted")).to_contain_text("A paper boat sails down a rainy street")
    await expect(tab.locator("#empty")).to_be_hidden()


async def test_talk_can_be_turned_into_a_video(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await say(tab, "a kite over the sea")

    await tab.get_by_role("button", name="Make a video of this").click()

    await expect(box(tab)).to_have_value("/sora create a kite over the sea")


async def test_help_answers_for_the_persons_eyes(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)

    await tab.get_by_role("button", name="Help").click()

    await expect(tab.locator(".notice table")).to_contain_text("create PROMPT")
    await expect(tab.get_by_text("Only you can see this")).to_be_visible()


async def test_a_hostile_prompt_stays_text_everywhere(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    tab = await visit(served.url)

    await ask(served, tab, hostile)
    await expect(card(tab, "accepted")).to_contain_text(hostile)
    await served.core.deliver(served.core.newest(), film, CLIP)
    await expect(tab.locator(".video-post")).to_contain_text(hostile)
    await tab.get_by_role("button", name="Remix").click()
    await expect(tab.locator("#remixing")).to_contain_text(hostile)

    assert "owned" not in await tab.title()
    assert await tab.locator("img[src=x]").count() == 0


async def test_news_from_another_conversation_is_counted_in_the_list(served: ChatPage, visit: OpenBrowser) -> None:
    tab = await visit(served.url)
    await expect(tab.get_by_role("link", name="ideas")).to_be_visible()

    await served.room.add_once("ideas", "text:x:1", "text", {"text": "hi", "name": "Ann"}, author="ann")
    await expect(tab.get_by_role("link", name="ideas")).to_contain_text("1")
    await expect(tab).to_have_title("(1) #studio · sora")
    await tab.get_by_role("link", name="ideas").click()

    await expect(tab.get_by_role("heading", level=1, name="ideas")).to_be_visible()
    await expect(tab.locator(".words")).to_have_text("hi")
    await expect(tab).to_have_title("#ideas · sora")
    await expect(tab.locator(".badge")).to_have_count(0)


async def test_reading_old_messages_is_not_disturbed_by_new_ones(served: ChatPage, visit: OpenBrowser) -> None:
    for number in range(80):
        await served.room.add_once("studio", f"text:{number}", "text", {"text": f"line {number}"}, author="ann")
    tab = await visit(served.url)
    await expect(tab.get_by_text("line 79")).to_be_in_viewport()

    await tab.get_by_role("button", name="Show earlier messages").click()
    await expect(tab.get_by_text("line 29", exact=True)).to_be_attached()
    await tab.locator("#timeline").evaluate("(n) => n.scrollTo(0, 300)")
    top = await tab.locator("#timeline").evaluate("(n) => n.scrollTop")
    await served.room.add_once("studio", "text:new", "text", {"text": "brand new"}, author="ann")

    await expect(tab.get_by_role("button", name="New messages")).to_be_visible()
    assert await tab.locator("#timeline").evaluate("(n) => n.scrollTop") == top
    await tab.get_by_role("button", name="New messages").click()
    await expect(tab.get_by_text("brand new")).to_be_in_viewport()


async def test_a_delete_asks_first_and_takes_the_video_away(served: ChatPage, visit: OpenBrowser, film: Path) -> None:
    tab, other = await visit(served.url), await visit(served.url)
    job = await _posted(served, tab, film)
    await expect(other.locator("video")).to_be_visible()

    await tab.get_by_role("button", name="Delete", exact=True).click()
    dialog = tab.get_by_role("dialog", name="Delete this video?")
    await expect(dialog).to_contain_text("still counts against your quota")
    await dialog.get_by_role("button", name="Delete it").click()

    await expect(card(tab, "posted")).to_contain_text("was deleted")
    await expect(tab.locator("video")).to_have_count(0)
    await expect(other.locator("video")).to_have_count(0)
    assert served.core.pressed == [(Action.DELETE_NOW, job)]


async def test_a_video_becomes_the_start_of_the_next_in_the_form(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url)
    job = await _posted(served, tab, film)

    await tab.get_by_role("button", name="Use as start image").click()
    dialog = tab.get_by_role("dialog", name="Go on from this video")
    await expect(dialog.get_by_label("What should the video show?")).to_have_value("a red kite")
    await expect(dialog).to_contain_text(f"The last picture of {job}")
    await dialog.get_by_label("What should the video show?").fill("the kite lands")
    await dialog.get_by_role("button", name="Make the video").click()

    await expect(card(tab, "accepted")).to_contain_text("the kite lands")
    ((command, _),) = served.core.commands
    assert isinstance(command, Create)
    assert (command.image_of, command.model) == (job, "sora-2")


async def test_the_form_that_goes_on_from_a_video_has_its_shape_and_length(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url)
    await ask(served, tab, "a red kite")
    await served.core.deliver(served.core.newest(), film, Clip(width=720, height=1280, seconds=12.04, bytes=1))

    await tab.get_by_role("button", name="Use as start image").click()

    dialog = tab.get_by_role("dialog", name="Go on from this video")
    await expect(dialog.get_by_label("Portrait")).to_be_checked()
    await expect(dialog.get_by_label("12 s")).to_be_checked()


async def test_the_last_picture_can_be_taken_back_out_of_the_form(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url)
    job = await _posted(served, tab, film)
    await tab.get_by_role("button", name="Use as start image").click()

    await tab.get_by_role("button", name="Remove the image").click()

    await expect(tab.get_by_role("dialog")).not_to_contain_text(f"The last picture of {job}")


async def test_a_row_of_a_list_leads_to_its_message_however_far_back(
    served: ChatPage, visit: OpenBrowser, film: Path
) -> None:
    tab = await visit(served.url)
    job = await _posted(served, tab, film)
    message = await served.room.log.get(f"video:{job}")
    assert message is not None
    for number in range(120):
        await served.room.add_once("studio", f"text:{number}", "text", {"text": f"line {number}"}, author="ann")
    await tab.get_by_role("link", name="ideas").click()
    table = Table(headings=("Id", "Asked"), rows=((job, "now"),), links=(f"#studio/{message.id}",))
    await served.room.add_once("ideas", "notice:1", "notice", notice_json(Notice(text="Here:", table=table)))
    await tab.reload()

    await tab.get_by_role("link", name=job).click()

    await expect(tab.get_by_role("heading", level=1, name="studio")).to_be_visible()
    await expect(tab.locator("video")).to_be_in_viewport()
