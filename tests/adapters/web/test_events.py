"""The open line: what is new arrives, what was missed comes first."""

from __future__ import annotations

from pathlib import Path

from adapters.http.listener import bind
from bot.domain.job import JobStatus
from tests.chat_client import PageClient, open_client
from tests.chat_page import ChatPage, open_chat_page


async def test_what_is_said_arrives_at_once(client: PageClient) -> None:
    async with client.events() as stream:
        await stream.next("hello")
        await client.say("good morning")

        message = await stream.next()

    assert message["body"]["text"] == "good morning"


async def test_every_step_of_a_card_arrives_in_order(page: ChatPage, client: PageClient) -> None:
    async with client.events() as stream:
        await client.say("/sora create a kite")
        for status in (JobStatus.QUEUED, JobStatus.RENDERING, JobStatus.FETCHING):
            await page.core.move(page.core.newest(), status)
            while (message := await stream.next())["body"].get("status") != status:
                assert message["kind"] in ("text", "card")


async def test_after_a_cut_only_what_was_missed_comes(page: ChatPage, client: PageClient) -> None:
    await client.say("first", client_id="client-id-1")
    heard = (await client.messages())[-1]["rev"]
    await client.say("second", client_id="client-id-2")

    async with client.events(last=heard) as stream:
        message = await stream.next()

    assert message["body"]["text"] == "second"


async def test_the_last_event_id_wins_over_the_address(client: PageClient) -> None:
    for number in range(3):
        await client.say(str(number), client_id=f"client-id-{number}")
    second = (await client.messages())[1]["rev"]

    async with client.events(0, last=second) as stream:
        assert (await stream.next())["body"]["text"] == "2"


async def test_a_page_catches_up_after_a_restart_of_the_bot(tmp_path: Path) -> None:
    async with open_chat_page(tmp_path) as page, open_client(page.url) as client:
        await client.say("before")
        heard = (await client.messages())[-1]["rev"]
        port = int(page.url.rpartition(":")[2])

    async with open_chat_page(tmp_path, listener=bind("127.0.0.1", port)) as page, open_client(page.url) as client:
        await page.room.add_once("studio", "text:x:1", "text", {"text": "meanwhile"}, author="ann")
        async with client.events(last=heard) as stream:
            assert (await stream.next())["body"]["text"] == "meanwhile"


async def test_a_log_is_known_by_its_name_across_restarts(tmp_path: Path) -> None:
    names = []
    for folder in ("one", "one", "two"):
        async with open_chat_page(tmp_path / folder) as page, open_client(page.url) as client, client.events() as line:
            names.append((await line.next("hello"))["log"])
            assert (await client.get("/api/bootstrap")).body["log"] == names[-1]

    assert names[0] == names[1] != names[2]


async def test_nonsense_for_an_id_means_from_the_start(client: PageClient) -> None:
    await client.say("hello")

    for nonsense in ("-1", "1e9", "x", "9" * 40):
        async with client.events(last=nonsense) as stream:
            assert (await stream.next())["body"]["text"] == "hello"


async def test_private_answers_reach_no_other_line(locked: ChatPage) -> None:
    async with open_client(locked.url) as ann, open_client(locked.url) as ben:
        await ann.sign_in("open sesame")
        await ben.sign_in("open sesame")
        async with ann.events() as to_ann, ben.events() as to_ben:
            await ann.say("/sora help", client_id="client-id-1")
            await ann.say("bye", client_id="client-id-2")

            seen_by_ben = [await to_ben.next(), await to_ben.next()]
            seen_by_ann = [await to_ann.next() for _ in range(3)]

    assert [message["kind"] for message in seen_by_ben] == ["text", "text"]
    assert [message["kind"] for message in seen_by_ann] == ["text", "notice", "text"]


async def test_a_quiet_line_shows_that_it_lives(tmp_path: Path) -> None:
    async with (
        open_chat_page(tmp_path, heartbeat=0.05) as page,
        open_client(page.url) as client,
        client.events() as line,
    ):
        await line.next("beat")
        await line.next("beat")


async def test_open_lines_end_when_the_page_goes_down(page: ChatPage, client: PageClient) -> None:
    async with client.events() as stream:
        await stream.next("hello")

        page.room.close()

        assert await stream.response.content.read() == b""


async def test_there_is_an_end_to_how_many_listen(page: ChatPage, client: PageClient) -> None:
    page.room.most = 1
    async with client.events() as stream:
        await stream.next("hello")

        answer = await client.get("/api/events")

    assert answer.status == 503
