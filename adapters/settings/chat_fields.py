"""The settings of the chat platforms."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from adapters.settings.values import (
    check_base_url,
    check_gateway_url,
    check_secret,
    check_slack_token,
    to_numbers,
    to_people,
)


def _checked_bot_token(value: SecretStr) -> SecretStr:
    return SecretStr(check_slack_token(value.get_secret_value(), "xoxb-", "the bot token"))


def _checked_app_token(value: SecretStr) -> SecretStr:
    return SecretStr(check_slack_token(value.get_secret_value(), "xapp-", "the app-level token"))


class ChatSettings(BaseSettings):
    """What the operator sets for Discord and Slack."""

    discord_token: Annotated[SecretStr, AfterValidator(check_secret)] | None = Field(
        default=None, description="The bot's token from Discord's developer portal. Without it there is no Discord."
    )
    discord_gateway: bool = Field(
        default=True,
        description="Whether this process hears what people do on Discord. `false`: it posts what other processes on "
        "the same database were asked for.",
    )
    discord_guild: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Id of one server that gets changed commands at once, while you work on them. "
        "Default: all servers get them.",
    )
    discord_shard_count: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Shards of all processes together. Default: as many as Discord recommends."
    )
    discord_shard_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(to_numbers)] = Field(
        default=(),
        description="Shards of this process, with commas between, counted from 0; needs the shard count. Default: all.",
    )
    discord_api_url: Annotated[str, AfterValidator(check_base_url)] | None = Field(
        default=None, description="Address of a proxy in front of Discord's API, with its version."
    )
    discord_gateway_url: Annotated[str, AfterValidator(check_gateway_url)] | None = Field(
        default=None, description="Address of a proxy in front of Discord's gateway."
    )
    slack_bot_token: Annotated[SecretStr, AfterValidator(_checked_bot_token)] | None = Field(
        default=None,
        description="The bot token (`xoxb-…`) of one Slack workspace. Without it, and without a client id, there is no "
        "Slack.",
    )
    slack_app_token: Annotated[SecretStr, AfterValidator(_checked_app_token)] | None = Field(
        default=None,
        description="The app-level token (`xapp-…`) for Socket Mode: the bot opens the connection to Slack itself.",
    )
    slack_signing_secret: Annotated[SecretStr, AfterValidator(check_secret)] | None = Field(
        default=None,
        description="Without an app-level token: Slack sends what people do to `/slack/events` on the listener, signed "
        "with this.",
    )
    slack_client_id: str | None = Field(
        default=None,
        description="Client id of the Slack app, where many workspaces install it by themselves at `/slack/install`.",
    )
    slack_client_secret: Annotated[SecretStr, AfterValidator(check_secret)] | None = Field(
        default=None, description="The secret that belongs to the client id."
    )
    slack_admins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(to_people)] = Field(
        default=(),
        description="Member ids of people who may use the admin commands in Slack, with commas between. Admins and "
        "owners of a workspace may always.",
    )
    slack_api_url: Annotated[str, AfterValidator(check_base_url)] | None = Field(
        default=None,
        description="Address of Slack's API when not `https://slack.com/api`: GovSlack's, or a proxy's.",
    )

    @property
    def has_slack(self) -> bool:
        """Whether there is a workspace, or may be."""
        return self.slack_bot_token is not None or self.has_slack_installs

    @property
    def has_slack_installs(self) -> bool:
        """Whether workspaces let the bot in by themselves."""
        return self.slack_client_id is not None

    @property
    def is_slack_over_http(self) -> bool:
        """Whether Slack sends what people do to our listener."""
        return self.has_slack and self.slack_app_token is None
