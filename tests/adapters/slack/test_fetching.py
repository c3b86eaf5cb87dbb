"""Pictures out of Slack: which addresses see the workspace's token."""

from __future__ import annotations

import pytest

from adapters.slack.blocks.pictures import to_picture
from adapters.slack.web_api.api_address import is_slacks

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("address", "api_url"),
    [
        ("https://files.slack.com/files-pri/T1-F1/kite.png", API),
        ("https://club.slack.com/files/kite.png", "http://proxy.example:9000/api/"),
        ("https://files.slack-gov.com/files-pri/T1-F1/kite.png", "https://slack-gov.com/api/"),
        ("http://127.0.0.1:9000/files/kite.png", "http://127.0.0.1:9000/api/"),
    ],
)
def test_hosts_of_slack_may_see_the_token(address: str, api_url: str) -> None:
    assert is_slacks(address, api_url)


@pytest.mark.parametrize(
    "address",
    [
        "https://drive.example.com/kite.png",
        "http://files.slack.com/kite.png",
        "https://files.slack.com.example.com/kite.png",
        "https://evilslack.com/kite.png",
        "https://files.slack.com@example.com/kite.png",
        "http://127.0.0.1:9000/kite.png",
    ],
)
def test_other_hosts_may_not(address: str) -> None:
    assert not is_slacks(address, API)


def test_a_file_that_lies_elsewhere_is_a_picture_from_the_web() -> None:
    file = {"id": "F1", "is_external": True, "mimetype": "image/png", "url_private": "https://drive.example.com/k.png"}

    picture = to_picture(file)

    assert (picture.id, picture.address) == (None, "https://drive.example.com/k.png")
