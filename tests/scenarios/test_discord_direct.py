"""Direct messages with the bot on Discord: what people reach from there."""

from __future__ import annotations

from tests.scenarios.club import Club, final


async def test_a_video_that_came_directly_has_buttons_that_work(club: Club) -> None:
    async with club.bot():
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")
        await seen.message()
        club.channel.delete()
        messages = await club.ann.dm.until(lambda found: any(one.files for one in found), within=20)
        video = next(message for message in messages if message.files)

        again = await club.ann.press(video, "Again")
        await again.until(lambda message: "is here" in message.text, within=20)
        modal = await (await club.ann.press(video, "Remix")).modal()

    assert modal.field("prompt").value == "a kite #slow=2"
    assert sum(bool(message.files) for message in club.ann.dm.messages) == 2


async def test_whom_the_bot_has_left_finds_the_link_to_the_video_in_direct_messages(club: Club) -> None:
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=2")
        await seen.message()
        club.ann.close_direct_messages()
        club.channel.delete()
        await final(town, await town.job_of("a kite #slow=2"))

        history = await (await club.ann.slash(club.ann.dm, "sora history")).message()

    assert any(button.url is not None for button in history.buttons)
