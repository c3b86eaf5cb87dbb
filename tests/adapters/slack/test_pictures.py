"""Pictures are found wherever a message has them."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.blocks.pictures import Picture, attached, first_picture, to_picture
from bot import texts
from bot.domain.chat import Notice, refusal

HOSTED = {
    "id": "F1",
    "mimetype": "image/png",
    "size": 1234,
    "mode": "hosted",
    "url_private": "https://files.slack.com/files-pri/T1-F1/kite.png",
    "url_private_download": "https://files.slack.com/files-pri/T1-F1/download/kite.png",
}
KITE = Picture("F1", "https://files.slack.com/files-pri/T1-F1/download/kite.png")
FILM = {**HOSTED, "id": "F2", "mimetype": "video/mp4"}
WEB = "https://pictures.example/kite.jpg"
SHOWN = {"type": "image", "image_url": WEB}


@pytest.mark.parametrize(
    ("message", "picture"),
    [
        ({"files": [FILM, HOSTED]}, KITE),
        ({"attachments": [{"is_share": True, "files": [HOSTED]}]}, KITE),
        ({"attachments": [{"image_url": WEB}]}, Picture(None, WEB)),
        ({"attachments": [{"message_blocks": [{"message": {"blocks": [SHOWN]}}]}]}, Picture(None, WEB)),
        ({"blocks": [{"type": "section", "accessory": SHOWN}]}, Picture(None, WEB)),
        ({"blocks": [{"type": "image", "slack_file": {"id": "F3"}}]}, Picture("F3", None)),
        ({"blocks": [{"type": "image", "slack_file": {"id": "F3"}}], "files": [HOSTED]}, KITE),
        ({"files": [{"id": "F4", "file_access": "check_file_info"}]}, Picture("F4", None)),
        ({"files": [FILM]}, None),
        ({"files": [{"id": "F5", "mode": "tombstone"}]}, None),
        ({"files": [{"id": "F6", "mode": "hidden_by_limit", "mimetype": "image/png"}]}, None),
        ({"text": "a kite"}, None),
        ({"files": None, "attachments": None, "blocks": None}, None),
        ({"attachments": [{"image_url": "javascript:alert(1)"}]}, None),
        ({"attachments": [{"image_url": f"https://x.example/{'a' * 3000}"}]}, None),
    ],
)
def test_the_first_picture_of_a_message(message: dict[str, Any], picture: Picture | None) -> None:
    assert first_picture(message) == picture


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([HOSTED], KITE),
        ([HOSTED, FILM], KITE),
        ([HOSTED, HOSTED], refusal(texts.one_picture(2))),
        ([FILM], refusal(texts.not_a_picture())),
        ([{**FILM, "is_external": True}], None),
        ([{"id": "F5", "mode": "tombstone"}], None),
        ([{"id": "F4", "file_access": "check_file_info"}], Picture("F4", None)),
        ([], None),
    ],
)
def test_what_comes_along_with_a_request_is_one_picture_or_none(
    files: list[dict[str, Any]], found: Picture | Notice | None
) -> None:
    assert attached({"text": "a kite", "files": files}) == found


def test_a_file_without_a_download_lies_where_it_is_shown() -> None:
    file = {key: value for key, value in HOSTED.items() if key != "url_private_download"}

    assert to_picture(file).address == HOSTED["url_private"]
