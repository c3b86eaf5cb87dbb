"""What people write, and what comes of it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from bot.commands import Create, Remix, SizeWish
from bot.domain.chat import Action
from bot.domain.job import JobId
from bot.domain.video import ModelName
from tests.chat_client import PageClient, open_client
from tests.chat_page import ChatPage, open_chat_page

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def test_talk_among_people_is_kept_and_not_taken_for_a_command(page: ChatPage, client: PageClient) -> None:
    await client.say("good morning, @sora is a nice bot")

    (message,) = await client.messages()
    assert message["body"]["text"] == "good morning, @sora is a nice bot"
    assert page.core.heard == []


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/sora create a kite", "create a kite"),
        ("@sora a kite", "a kite"),
        ("@Sora, a kite", "a kite"),
        ("/sora", ""),
        ("  /SORA  help ", "help"),
    ],
)
async def test_what_is_addressed_to_the_bot_reaches_it_without_the_address(
    page: ChatPage, client: PageClient, text: str, heard: str
) -> None:
    await client.say(text)

    assert [said for said, _ in page.core.heard] == [heard]


async def test_a_word_that_begins_like_the_bots_name_is_talk(page: ChatPage, client: PageClient) -> None:
    await client.say("/soraya is my sister")

    assert page.core.heard == []


async def test_a_request_shows_the_words_of_the_person_and_then_the_card(client: PageClient) -> None:
    await client.say("/sora create a red kite")

    text, card = await client.messages()
    assert (text["kind"], text["author"]) == ("text", {"id": "you", "name": "You", "is_bot": False})
    assert (card["kind"], card["body"]["prompt"], card["author"]["is_bot"]) == ("card", "a red kite", True)
    assert card["body"]["progress"]["steps"] == ["accepted", "queued", "rendering", "fetching", "posted"]


async def test_sending_again_with_the_same_id_makes_nothing_twice(page: ChatPage, client: PageClient) -> None:
    first = await client.say("/sora create a kite")
    again = await client.say("/sora create a kite")

    assert again.body["message"]["id"] == first.body["message"]["id"]
    assert [message["kind"] for message in await client.messages()] == ["text", "card"]
    assert len(page.core.jobs) == 1


async def test_when_the_core_fails_the_words_stay_and_a_retry_goes_through(page: ChatPage, client: PageClient) -> None:
    page.core.errors.append(RuntimeError("broken"))

    failed = await client.say("/sora create a kite")
    retried = await client.say("/sora create a kite")

    assert (failed.status, retried.status) == (500, 200)
    assert "broken" not in failed.body["error"]
    assert [message["kind"] for message in await client.messages()] == ["text", "card"]


async def test_a_hostile_prompt_comes_back_as_the_text_it_is(client: PageClient) -> None:
    hostile = "<script>alert(1)</script> \" ' & </textarea> \u202e {{7*7}} %0d%0a"

    await client.say(hostile)

    (message,) = await client.messages()
    assert message["body"]["text"] == hostile


async def test_an_answer_for_one_person_is_kept_and_shown_to_that_person_alone(locked: ChatPage) -> None:
    async with open_client(locked.url) as ann, open_client(locked.url) as ben:
        await ann.sign_in("open sesame", "Ann")
        await ben.sign_in("open sesame", "Ben")

        await ann.say("/sora help")
        await ann.say("/sora shout hello", client_id="client-id-2")

        assert [message["kind"] for message in await ann.messages()] == ["text", "notice", "text", "notice"]
        assert [message["kind"] for message in await ben.messages()] == ["text", "text", "notice"]
        assert (await ann.messages())[1]["is_private"]
        assert "private_to" not in (await ann.messages())[1]["body"]


async def test_a_conversation_that_does_not_exist_is_refused(page: ChatPage, client: PageClient) -> None:
    answer = await client.say("/sora create a kite", room="nowhere")

    assert answer.status == 404
    assert page.core.heard == []


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x"},
        {"text": "x", "client_id": "../../etc"},
        {"text": "", "client_id": "client-id-1"},
        {"text": 5, "client_id": "client-id-1"},
        {"text": "x" * 8001, "client_id": "client-id-1"},
        {"form": "x", "client_id": "client-id-1"},
        {"form": {"prompt": "x", "seconds": "8"}, "client_id": "client-id-1"},
        {"form": {"prompt": "x", "count": 99}, "client_id": "client-id-1"},
        {"form": {"prompt": "x", "size": {"aspect": "wide", "tier": "720p"}}, "client_id": "client-id-1"},
        {"form": {"prompt": "x", "remix_of": "../.."}, "client_id": "client-id-1"},
        {"form": {"prompt": "x", "image_of": "../.."}, "client_id": "client-id-1"},
        [],
    ],
)
async def test_a_request_with_a_wrong_field_changes_nothing(page: ChatPage, client: PageClient, body: object) -> None:
    answer = await client.post("/api/conversations/studio/messages", body)

    assert answer.status == 400
    assert answer.body["error"]
    assert await client.messages() == []


async def test_a_body_over_its_bound_is_refused(client: PageClient) -> None:
    answer = await client.post("/api/conversations/studio/messages", {"text": "x" * 70_000, "client_id": "client-id-1"})

    assert answer.status == 413


async def test_the_form_reaches_the_core_as_a_command_and_stands_as_text(page: ChatPage, client: PageClient) -> None:
    form = {
        "prompt": "a red kite",
        "size": {"aspect": "9:16", "tier": "720p"},
        "seconds": 8,
        "model": "sora-2",
        "count": 2,
        "seed": 7,
    }

    await client.post("/api/conversations/studio/messages", {"form": form, "client_id": "client-id-1"})

    wish = SizeWish(aspect="9:16", tier="720p")
    wanted = Create(prompt="a red kite", size=wish, seconds=8, model=ModelName("sora-2"), count=2, seed=7)
    assert page.core.commands == [(wanted, None)]
    shown = (await client.messages())[0]["body"]["text"]
    assert shown == "/sora create a red kite portrait 720p seconds:8 model:sora-2 count:2 seed:7"


async def test_a_form_that_starts_from_a_video_is_a_remix(page: ChatPage, client: PageClient) -> None:
    form = {"prompt": "at night", "remix_of": "k7m2qx22"}

    await client.post("/api/conversations/studio/messages", {"form": form, "client_id": "client-id-1"})

    ((command, _),) = page.core.commands
    assert isinstance(command, Remix)
    assert (command.job_id, command.prompt) == ("k7m2qx22", "at night")


async def test_a_form_may_begin_with_the_last_picture_of_a_video(page: ChatPage, client: PageClient) -> None:
    form = {"prompt": "it lands", "image_of": "k7m2qx22"}

    await client.post("/api/conversations/studio/messages", {"form": form, "client_id": "client-id-1"})

    assert page.core.commands == [(Create(prompt="it lands", image_of=JobId("k7m2qx22")), None)]
    assert (await client.messages())[0]["body"]["text"] == "/sora create it lands image:k7m2qx22"


async def upload(client: PageClient, data: bytes, kind: str = "image/png") -> tuple[int, dict[str, str]]:
    headers = {**client.same_origin, "Content-Type": kind}
    answer = await client.request("POST", "/api/images", data=BytesIO(data), headers=headers)
    return answer.status, answer.body


async def test_an_uploaded_image_goes_along_with_the_form(page: ChatPage, client: PageClient) -> None:
    _, body = await upload(client, PNG)

    form = {"prompt": "a kite", "image_id": body["image_id"]}
    await client.post("/api/conversations/studio/messages", {"form": form, "client_id": "client-id-1"})

    assert page.core.commands[0][1] == PNG
    assert (await client.messages())[0]["body"]["has_image"] is True


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"<svg onload=alert(1)>", "image/svg+xml", 415),
        (PNG, "text/plain", 415),
        (b"GIF89a", "image/png", 415),
        (PNG + bytes(10 * 1024 * 1024), "image/png", 413),
    ],
)
async def test_what_is_no_image_of_ours_is_not_taken(client: PageClient, data: bytes, kind: str, status: int) -> None:
    assert (await upload(client, data, kind))[0] == status


async def test_an_image_of_somebody_else_cannot_be_used(locked: ChatPage) -> None:
    async with open_client(locked.url) as ann, open_client(locked.url) as ben:
        await ann.sign_in("open sesame")
        await ben.sign_in("open sesame")
        _, body = await upload(ann, PNG)

        form = {"prompt": "a kite", "image_id": body["image_id"]}
        answer = await ben.post("/api/conversations/studio/messages", {"form": form, "client_id": "client-id-1"})

    assert answer.status == 410
    assert locked.core.commands == []


async def test_a_cancel_asks_first_and_says_what_it_costs(page: ChatPage, client: PageClient) -> None:
    await client.say("/sora create a kite")

    asked = await client.post("/api/actions", {"action": "cancel", "job_id": page.core.newest()})

    assert "quota will be given back" in asked.body["question"]
    assert asked.body["yes"] == "cancel_free"
    assert page.core.pressed == []


async def test_a_confirmed_cancel_is_done_and_answered(page: ChatPage, client: PageClient) -> None:
    await client.say("/sora create a kite")
    job = page.core.newest()

    body = {"action": "cancel_free", "job_id": job, "conversation": "studio", "client_id": "press-123"}
    await client.post("/api/actions", body)

    _, card, notice = await client.messages()
    assert page.core.pressed == [(Action.CANCEL_FREE, job)]
    assert (card["body"]["status"], notice["body"]["text"]) == ("cancelled", "Cancelled. Your quota was given back.")


async def test_pressing_twice_with_the_same_id_makes_one_job(page: ChatPage, client: PageClient) -> None:
    await client.say("/sora create a kite")
    body = {"action": "again", "job_id": page.core.newest(), "conversation": "studio", "client_id": "press-123"}

    await client.post("/api/actions", body)
    await client.post("/api/actions", body)

    assert len(page.core.jobs) == 2


@pytest.mark.parametrize("changes", [{"action": "dance"}, {"job_id": "../x"}, {"client_id": ""}, {"conversation": ""}])
async def test_a_press_with_a_wrong_field_does_nothing(
    page: ChatPage, client: PageClient, changes: dict[str, str]
) -> None:
    body = {"action": "again", "job_id": "k7m2qx22", "conversation": "studio", "client_id": "press-123", **changes}

    answer = await client.post("/api/actions", body)

    assert answer.status == 400
    assert page.core.pressed == []


async def test_the_past_comes_in_stretches(client: PageClient, page: ChatPage) -> None:
    for number in range(60):
        await page.room.add_once("studio", f"text:{number}", "text", {"text": str(number)}, author="ann")

    last = (await client.get("/api/conversations/studio/messages")).body
    first = (await client.get(f"/api/conversations/studio/messages?before={last['before']}")).body

    texts = [message["body"]["text"] for message in first["messages"] + last["messages"]]
    assert texts == [str(number) for number in range(60)]
    assert first["before"] is None


async def test_the_start_tells_commands_models_and_conversations(client: PageClient) -> None:
    start = (await client.get("/api/bootstrap")).body

    assert [room["id"] for room in start["conversations"]] == ["studio", "ideas", "random"]
    assert start["commands"][0]["name"] == "create"
    assert [model["name"] for model in start["catalogue"]["models"]] == ["sora-2", "kite-1"]
    assert start["me"] == {"id": "you", "name": "You", "can_rename": False, "can_sign_out": False}
    assert start["quota"] == "10 of 10 videos left today"


async def test_everything_is_still_there_after_a_restart(tmp_path: Path) -> None:
    async with open_chat_page(tmp_path) as page, open_client(page.url) as client:
        await client.say("/sora create a kite")
        before = await client.messages()

    async with open_chat_page(tmp_path) as page, open_client(page.url) as client:
        assert await client.messages() == before
