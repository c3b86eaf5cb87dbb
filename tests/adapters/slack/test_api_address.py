"""Where Slack is asked, and where people are asked."""

from __future__ import annotations

import pytest

from adapters.slack.web_api.api_address import api_address, authorize_address


@pytest.mark.parametrize(
    ("setting", "api", "question"),
    [
        (None, "https://slack.com/api/", "https://slack.com/oauth/v2/authorize"),
        ("https://slack-gov.com/api", "https://slack-gov.com/api/", "https://slack-gov.com/oauth/v2/authorize"),
        ("http://127.0.0.1:9/api//", "http://127.0.0.1:9/api/", "http://127.0.0.1:9/oauth/v2/authorize"),
        ("http://proxy/slack", "http://proxy/slack/", "http://proxy/slack/oauth/v2/authorize"),
    ],
)
def test_the_question_is_on_the_same_host_as_the_api(setting: str | None, api: str, question: str) -> None:
    assert (api_address(setting), authorize_address(api)) == (api, question)
