"""What Slack would do with a text: a reading of its rules of our own, and text that tries to use them."""

from __future__ import annotations

import re
from typing import Any, Final

from hypothesis import strategies as st

from tests.adapters.discord.markdown import TRICKS as MARKDOWN

TRICKS: Final = (
    *("<!channel>", "<!here|here>", "<!everyone>", "<@U012AB3CD>", "<@W1|bob>", "<#C012AB3CD|general>"),
    *("<!subteam^S1>", "<!date^1392734382^{date}|then>", "<https://evil.example|kind.example>"),
    *("<mailto:a@b.example|me>", "&lt;!here&gt;", "&", "&amp;", "&lt;", "<", ">", "|", "<!", "<@", "*bold*", "_it_"),
    *("~no~", "`x`", "```\nx\n```", ">>> all", ":smile:", "@channel", "@here", "#general", "“smart”", "\n>", "•"),
)

tricky_text: Final = st.lists(st.one_of(st.sampled_from((*TRICKS, *MARKDOWN)), st.text(max_size=5)), max_size=25).map(
    "".join
)


def acts(text: str) -> bool:
    """Whether markup in a text would call somebody, lead somewhere or show what is not written."""
    return re.search("[<>]|&(?!amp;|lt;|gt;)", text) is not None


def marked_up(value: Any) -> list[str]:
    """Every text in a payload that Slack reads markup in."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for part in value.values() for text in marked_up(part)]
    return [text for part in value for text in marked_up(part)] if isinstance(value, list) else []
