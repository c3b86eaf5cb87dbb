"""Those who manage a Discord server, and those who do not."""

from __future__ import annotations

from tests.scenarios.club import Club


async def test_a_server_is_paused_over_a_restart_and_resumed(club: Club) -> None:
    boss = club.guild.add_person("boss", manages_guild=True)
    async with club.bot():
        paused = await (await boss.slash(club.channel, "sora-admin pause")).message()

    async with club.bot() as town:
        refused = await club.ann.slash(club.channel, "sora create", prompt="a kite")
        sentence = await refused.followup()
        show = await (await boss.slash(club.channel, "sora-admin show")).message()
        assert await town.used() == 0
        await boss.slash(club.channel, "sora-admin resume")
        await club.ann.slash(club.channel, "sora create", prompt="a kite")
        await club.video()

    assert paused.is_ephemeral
    assert sentence.is_ephemeral
    assert "paused here for now" in sentence.text
    assert "are paused, since" in show.text


async def test_a_closed_channel_sends_people_elsewhere_from_its_threads_too(club: Club) -> None:
    boss = club.guild.add_person("boss", manages_guild=True)
    thread = club.channel.add_thread("dailies")
    other = club.guild.add_channel("other")
    async with club.bot():
        await (await boss.slash(thread, "sora-admin channel deny")).message()
        for place in (thread, club.channel):
            refused = await (await club.ann.slash(place, "sora create", prompt="a kite")).followup()
            assert "another channel" in refused.text
        show = await (await boss.slash(other, "sora-admin show")).message()
        accepted = await (await club.ann.slash(other, "sora create", prompt="a kite")).message()

    assert "#videos, since" in show.text
    assert "accepted" in accepted.text


async def test_everybodys_videos_are_listed_and_can_be_stopped(club: Club) -> None:
    boss = club.guild.add_person("boss", manages_guild=True)
    async with club.bot() as town:
        seen = await club.ann.slash(club.channel, "sora create", prompt="a kite #slow=30")
        card = await seen.until(lambda message: "being made" in message.text)
        job_id = await town.job_of("a kite #slow=30")

        jobs = await (await boss.slash(club.channel, "sora-admin jobs")).message()
        question = await (await boss.slash(club.channel, "sora cancel", job=job_id)).message()
        asked = question.text
        await boss.press(question, "Cancel it")
        await card.until(lambda message: "is cancelled" in message.text)

    assert "its owner's quota" in asked
    assert jobs.is_ephemeral
    assert job_id in jobs.text
    assert "Ann" in jobs.text
