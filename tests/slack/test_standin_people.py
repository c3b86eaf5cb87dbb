"""People in the stand-in's Slack, before a small app on the real slack-bolt."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.impossible import Impossible, Unanswered
from tests.slack.people import Person
from tests.slack.small_app import SmallApp, over_socket
from tests.slack.stand_in import Slack
from tests.slack.told import Json
from tests.slack.world import Channel, Message, Workspace


@pytest.fixture
async def small(slack: Slack, studio: Workspace) -> AsyncIterator[SmallApp]:
    small = SmallApp(f"{slack.api_url}/", studio.token or "")
    async with over_socket(small, slack.app_token):
        await slack.socket.connected()
        yield small


async def _answer(slack: Slack, channel: Channel) -> Message:
    return await slack.channel_until(channel, lambda message: message.bot_id, within=3)


async def test_a_mention_is_answered_in_its_thread(slack: Slack, small: SmallApp, ann: Person, videos: Channel) -> None:
    asked = ann.mentions(videos, "a <red> kite & a 🎬")

    answer = await _answer(slack, videos)

    assert answer.text == f"<@{ann.workspace.bot_user}> a &lt;red&gt; kite &amp; a :clapper:"
    assert answer.thread_ts == asked.ts


async def test_a_slash_command_is_answered_to_its_person_alone(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    done = await ann.slash(videos, "/sora", "a kite")

    answer = await _answer(slack, videos)

    assert done.acknowledged_after is not None
    assert ann.whispers(videos) == [answer]
    assert videos.messages == []


async def test_a_command_may_be_answered_aloud_along_with_its_acknowledgement(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "aloud")

    assert [message.text for message in videos.messages] == ["to all"]


async def test_what_is_for_one_person_changes_when_it_is_pressed(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "a kite")
    answer = await _answer(slack, videos)

    await ann.presses(answer, "Cancel")

    assert [message.text for message in ann.whispers(videos)] == ["cancelled"]


async def test_nobody_else_can_press_it(slack: Slack, small: SmallApp, ann: Person, videos: Channel) -> None:
    await ann.slash(videos, "/sora", "a kite")

    with pytest.raises(Impossible, match="does not see"):
        await slack.add_person(ann.workspace, "ben").presses(await _answer(slack, videos), "Cancel")


async def test_a_message_that_is_pressed_is_replaced(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    ann.mentions(videos, "a kite")

    await ann.presses(await _answer(slack, videos), "sora:card")

    assert (await _answer(slack, videos)).text == "cancelled"


async def test_a_form_keeps_what_stands_in_it_and_knows_where_it_was_opened(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "form")

    errors = await ann.sends({"private": True, "size": "Tall", "image": ("a.png", b"png", "image/png")})

    values = {name: next(iter(entry.values())) for name, entry in _sent(small)["state"]["values"].items()}
    assert (errors, ann.window) == ({}, None)
    assert values["prompt"] == {"type": "plain_text_input", "value": "a kite"}
    assert values["size"]["selected_option"]["value"] == "T"
    assert values["place"] == {"type": "conversations_select", "selected_conversation": videos.id}
    assert [option["value"] for option in values["private"]["selected_options"]] == ["yes"]
    assert values["image"]["files"][0]["name"] == "a.png"


async def test_a_form_that_is_left_alone_has_nothing_in_it(slack: Slack, small: SmallApp, ann: Person) -> None:
    await ann.uses_shortcut("sora_create")

    await ann.fills_and_sends()

    values = _sent(small)["state"]["values"]
    assert values["size"]["size"] == {"type": "static_select", "selected_option": None}
    assert values["place"]["place"] == {"type": "conversations_select", "selected_conversation": None}
    assert values["private"]["private"] == {"type": "checkboxes", "selected_options": []}
    assert values["image"]["image"] == {"type": "file_input", "files": []}


async def test_what_is_wrong_in_a_form_is_said_and_the_form_stays(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "form")

    assert await ann.fills_and_sends(prompt="wrong") == {"prompt": "Say more."}

    assert ann.window is not None
    assert ann.window["private_metadata"] == "kept"


@pytest.mark.parametrize(("answer", "titles"), [("update", ["Done"]), ("push", ["A form", "Done"]), ("clear", [])])
async def test_a_form_can_be_answered_by_a_window(
    answer: str, titles: list[str], small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "form")

    await ann.fills_and_sends(prompt=answer)

    assert [view["title"]["text"] for view in ann.user.views] == titles


@pytest.mark.parametrize("prompt", ["", "x" * 41])
async def test_a_form_that_is_not_filled_in_well_cannot_be_sent(
    prompt: str, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "form")

    with pytest.raises(Impossible):
        await ann.fills_and_sends(prompt=prompt)


async def test_a_form_stays_open_when_nobody_answers(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "form")
    slack.patience = 0.1

    with pytest.raises(Unanswered):
        await ann.fills_and_sends(prompt="silent")

    assert ann.window is not None


async def test_a_page_is_published_and_its_buttons_work(slack: Slack, small: SmallApp, ann: Person) -> None:
    ann.opens_home()
    await slack.until(lambda: ann.home, wanted="page", within=3)

    await ann.presses_home("New")

    assert ann.window is not None
    assert small.heard_of("block_actions")[0]["container"]["type"] == "view"


async def test_a_picture_in_a_message_comes_along_with_the_messages_menu(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    message = ann.posts(videos, "look", files=[("a.png", b"png", "image/png")])

    await ann.uses_message_shortcut("sora_animate", message)

    body = small.heard_of("message_action")[0]
    assert body["message"]["files"][0]["mimetype"] == "image/png"
    assert body["response_url"]


async def test_what_is_said_where_the_bot_is_not_is_not_heard(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    ann.removes_bot(videos)
    ann.mentions(videos, "a kite")
    ann.invites_bot(videos)

    assert [told.name for told in slack.acknowledgements] == ["member_joined_channel"]


async def test_what_the_bot_says_in_direct_messages_comes_back_to_it(
    slack: Slack, small: SmallApp, ann: Person
) -> None:
    said = await small.app.client.chat_postMessage(channel=ann.dm.id, text="hello")

    event = slack.acknowledgements[0].payload["event"]
    assert (event["ts"], event["bot_id"]) == (said["ts"], ann.workspace.bot_id)


async def test_in_direct_messages_edits_and_deletions_are_heard(slack: Slack, small: SmallApp, ann: Person) -> None:
    message = ann.writes("a kite", files=[("a.png", b"png", "image/png")])
    ann.edits(message, "a car")
    ann.deletes(message)

    told = [told.payload["event"] for told in slack.acknowledgements]
    assert [event["subtype"] for event in told] == ["file_share", "message_changed", "message_deleted"]
    assert told[1]["previous_message"]["text"] == "a kite"
    assert told[1]["message"]["text"] == "a car"


def _sent(small: SmallApp) -> Json:
    view: Json = small.heard_of("view_submission")[-1]["view"]
    return view


async def test_a_mention_that_is_edited_is_told_again(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    message = ann.mentions(videos, "a kite")

    ann.edits(message, f"<@{ann.workspace.bot_user}> a car")

    first, second = [told.payload["event"] for told in slack.acknowledgements]
    assert (first["type"], second["type"], first["ts"]) == ("app_mention", "app_mention", second["ts"])
    assert ("edited" in first, "edited" in second) == (False, True)


async def test_a_choice_is_heard_of_at_once_where_the_app_wants_that(
    small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "moving form")

    await ann.chooses("size", "Tall")
    with pytest.raises(Impossible):
        await ann.chooses("private", True)
    await ann.fills_and_sends()

    body = small.heard_of("block_actions")[0]
    assert body["actions"][0]["selected_option"]["value"] == "T"
    assert body["view"]["state"]["values"]["prompt"]["prompt"]["value"] == "a kite"
    assert _sent(small)["state"]["values"]["size"]["size"]["selected_option"]["value"] == "T"


async def test_a_button_in_a_window_brings_what_stands_in_the_window(
    small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "moving form")

    await ann.presses_window("More")

    body = small.heard_of("block_actions")[0]
    assert (body["actions"][0]["action_id"], body["container"]["type"]) == ("sora:more", "view")
    assert body["view"]["state"]["values"]["prompt"]["prompt"]["value"] == "a kite"


async def test_a_window_that_is_closed_says_so_where_the_app_wants_that(
    slack: Slack, small: SmallApp, ann: Person, videos: Channel
) -> None:
    await ann.slash(videos, "/sora", "form")
    ann.closes_window()
    await ann.slash(videos, "/sora", "moving form")
    ann.closes_window()

    await slack.until(lambda: small.heard_of("view_closed"), wanted="closed window", within=3)

    assert [told.name for told in slack.acknowledgements].count("view_closed") == 1
    assert ann.window is None


async def test_there_is_nothing_to_do_in_a_window_that_is_not_there(ann: Person) -> None:
    with pytest.raises(Impossible):
        await ann.fills_and_sends(prompt="a kite")
    with pytest.raises(Impossible):
        ann.closes_window()


@pytest.mark.parametrize("text", ["bad blocks", "bad window"])
async def test_answers_beyond_slacks_limits_are_seen_by_nobody(
    text: str, small: SmallApp, ann: Person, videos: Channel
) -> None:
    if text == "bad blocks":
        with pytest.raises(Impossible, match="refuses"):
            await ann.slash(videos, "/sora", text)
    else:
        await ann.slash(videos, "/sora", "form")
        with pytest.raises(Impossible, match="refuses"):
            await ann.fills_and_sends(prompt=text)
