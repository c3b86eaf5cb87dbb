"""Text for Slack's markup reads as it was written, and does nothing."""

from __future__ import annotations

import pytest
from hypothesis import given

from adapters.slack.blocks.escaping import escaped
from adapters.wording import readable
from tests.adapters.slack.markup import acts, tricky_text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("&lt;", "&amp;lt;"),
        ("“smart” é 猫 *bold*", "“smart” é 猫 *bold*"),
        ("a\x00\u202eb", "ab"),
    ],
)
def test_what_would_act_is_shown(text: str, safe: str) -> None:
    assert escaped(text) == safe


@given(tricky_text)
def test_an_escaped_text_does_nothing(text: str) -> None:
    assert not acts(escaped(text))


@given(tricky_text)
def test_an_escaped_text_reads_as_it_was_written(text: str) -> None:
    shown = escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert shown == readable(text)
