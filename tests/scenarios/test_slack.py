"""Making videos in Slack, as people live it: the real bot, the real slack-bolt, stand-ins on both sides."""

from __future__ import annotations

from tests.scenarios.office import Office
from tests.slack.pressables import labels_in
from tests.slack.reading import pings, text_of


async def test_a_mention_becomes_a_video_in_its_thread(office: Office) -> None:
    async with office.bot():
        mention = office.ann.mentions(office.channel, "a red kite over the sea, 8s portrait")
        card = await office.card()
        first = text_of(card)

        video = await office.video()

        await office.card("is here")
    assert "accepted" in first
    assert "a red kite over the sea" in first
    assert "999 videos left" in first
    assert card.thread_ts == video.thread_ts == mention.ts
    assert [file.content for file in video.files] == [office.clip]
    assert list(pings(video)) == [office.ann.id]
    assert labels_in(video.blocks) == ["Again", "Remix", "Use as start image", "Delete"]
