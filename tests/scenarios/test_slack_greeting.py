"""What the bot says when it is let into a channel in Slack."""

from __future__ import annotations

from tests.scenarios.office import Office, jobs_in
from tests.slack.reading import pings, text_of
from tests.slack.speaking import let_in


async def test_a_hello_is_said_once_when_the_bot_is_invited(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "other", has_bot=False)
    async with office.bot():
        office.ann.invites_bot(other)
        hello = await office.slack.channel_until(other, lambda one: "Hello!" in text_of(one))
        await office.slack.delivery.answered(office.slack.repeat_last_event())
    async with office.bot():
        await office.slack.delivery.answered(office.slack.repeat_last_event())

    assert office.said(other) == [hello]
    assert "@sora" in text_of(hello)
    assert list(pings(hello)) == []


async def test_nobody_else_is_greeted(office: Office) -> None:
    async with office.bot() as town:
        let_in(office.channel, office.slack.add_person(office.workspace, "eve").id, office.ann.id)
        office.ann.mentions(office.channel, "status")
        await office.whisper(office.ann, "Nothing of yours")
        await office.quiet()

        assert await jobs_in(town) == 0
    assert office.said() == []


async def test_whoever_was_greeted_can_ask_at_once(office: Office) -> None:
    other = office.slack.add_channel(office.workspace, "secret", is_private=True, has_bot=False)
    async with office.bot():
        office.bob.invites_bot(other)
        await office.slack.channel_until(other, lambda one: "Hello!" in text_of(one))
        await office.bob.slash(other, "/sora", "a red kite")
        await office.card(channel=other)
