"""Help, with a stand-in in the provider's place and without."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Help
from bot.domain.chat import Notice
from bot.usecases.show_jobs import ShowJobs
from tests.builders import a_requester
from tests.world import World


def shown(world: World, tricks: dict[str, str]) -> ShowJobs:
    return replace(world.usecases.answer.show, tricks=tricks)


async def test_help_lists_every_command(world: World) -> None:
    reply = await world.ask("help")

    assert isinstance(reply, Notice)
    assert reply.table is not None
    assert "create PROMPT" in {row[0] for row in reply.table.rows}


async def test_help_tells_how_to_be_the_only_one_to_see_a_video_where_that_can_be(world: World) -> None:
    show = world.usecases.answer.show

    on_page = await show(Help(), a_requester())
    in_slack = await show(Help(), replace(a_requester(), platform="slack"))

    assert "--private" not in on_page.text
    assert "--private" in in_slack.text


async def test_with_a_stand_in_help_leads_to_the_words_that_make_it_misbehave(world: World) -> None:
    show = shown(world, {"429": "the provider asks for a pause"})

    first = await show(Help(), a_requester())
    second = await show(Help("sandbox"), a_requester())

    assert "help sandbox" in first.text
    assert second.table is not None
    assert second.table.rows == (("#429", "the provider asks for a pause"),)


async def test_without_a_stand_in_there_is_no_such_topic(world: World) -> None:
    reply = await world.ask("help sandbox")

    assert isinstance(reply, Notice)
    assert "sandbox" not in reply.text
