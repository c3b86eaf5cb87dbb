"""What Slack says to a call that it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    """Slack's word for why it does not do it."""
    with pytest.raises(SlackApiError) as error:
        await client.api_call(method, data=arguments)
    return str(error.value.response["error"])
