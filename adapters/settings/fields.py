"""Every setting of the bot: its type, its default and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from adapters.providers.guards import TrustedHosts
from adapters.providers.registry import provider_names
from adapters.settings.chat_fields import ChatSettings
from adapters.settings.values import (
    Address,
    check_base_url,
    check_database,
    check_public_url,
    check_secret,
    sqlite_path,
    to_address,
    to_names,
)
from bot.domain.video import ProviderName

PREFIX: Final = "SORA_"
SHORTEST_SECRET: Final = 32
PROVIDERS: Final = provider_names()
"""Providers that can be set up, in order of preference. Each gets `SORA_<NAME>_API_KEY` and `SORA_<NAME>_BASE_URL`."""


def _checked_database(value: SecretStr) -> SecretStr:
    return SecretStr(check_database(value.get_secret_value()))


def _to_trusted(value: object) -> object:
    return TrustedHosts.parse(entry for entry in value.split(",") if entry.strip()) if isinstance(value, str) else value


class Login(BaseModel):
    """What the operator sets for one provider."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    api_key: Annotated[SecretStr, AfterValidator(check_secret)] | None = Field(
        default=None, description="Your key at {provider}. A provider without a key is not used."
    )
    base_url: Annotated[str, AfterValidator(check_base_url)] | None = Field(
        default=None, description="Where the API of {provider} is, when not at its usual address."
    )


class CommonSettings(BaseSettings):
    """What is set whatever the platforms are. `accounts` holds what is set for each provider by name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        dotenv_filtering="only_existing",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        str_strip_whitespace=True,
    )

    database_url: Annotated[SecretStr, AfterValidator(_checked_database)] = Field(
        default=SecretStr("sqlite:///data/sora-bot.sqlite3"),
        description="Where everything is kept: `sqlite:///folder/file` or `postgresql://user:password@host/database`.",
    )
    data_dir: Path | None = Field(
        default=None,
        description="Folder for downloads in progress and for videos behind links. "
        "Default: the SQLite file's folder, or `data` with PostgreSQL.",
    )
    listen: Annotated[Address, NoDecode, BeforeValidator(to_address)] = Field(
        default=Address("127.0.0.1", 8080),
        description="host:port of the listener for callbacks, links, health, metrics and the chat page; "
        "an IPv6 address in brackets.",
    )
    public_url: Annotated[str, AfterValidator(check_public_url)] | None = Field(
        default=None,
        description="The listener's https address as the world sees it. Without it providers are polled "
        "and large videos get no link.",
    )
    secret_key: Annotated[SecretStr, Field(min_length=SHORTEST_SECRET)] | None = Field(
        default=None,
        description="Signs callback addresses and links; at least 32 characters. "
        "Default: made at the first start and kept in `secret.key` beside the database.",
    )
    providers: Annotated[tuple[ProviderName, ...], NoDecode, BeforeValidator(to_names)] = Field(
        default=(),
        description="Providers to use, best first, with commas between. Default: those with a key.",
    )
    accounts: Annotated[Mapping[ProviderName, Login], NoDecode] = Field(default_factory=dict)
    apixo_input: Literal["official", "classic"] = Field(
        default="official",
        description="Which input APIXO takes for Sora 2: `official` (4, 8 or 12 seconds) or `classic` (10 or 15).",
    )
    daily_videos: Annotated[int, Field(ge=0)] = Field(
        default=10, description="Videos each person may make a day. 0: nobody may make any."
    )
    trusted_hosts: Annotated[TrustedHosts, NoDecode, BeforeValidator(_to_trusted)] = Field(
        default=TrustedHosts(),
        description="Private hosts the bot may fetch from: names, addresses or networks, each with or without a port, "
        "with commas between.",
    )
    web: bool = Field(default=False, description="Whether `sora-bot run` serves the chat page too.")
    web_password: Annotated[SecretStr, Field(min_length=8)] | None = Field(
        default=None,
        description="Password of the chat page; at least 8 characters. Needed when others than this machine reach it.",
    )
    web_upload_limit_mb: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Makes the chat page refuse larger videos, as a chat platform does. Default: no limit.",
    )
    max_tasks: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Tasks at one provider at a time. Default: what the catalogue says."
    )
    max_requests_per_minute: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Submits to one provider in a minute. Default: what the catalogue says."
    )
    poll_seconds: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Seconds between two questions for a task's status. Default: the catalogue's."
    )
    callback_patience_seconds: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Seconds to wait for a callback before the status is asked for. Default: the catalogue's.",
    )
    job_deadline_minutes: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Minutes after which an unfinished job is given up. Default: the catalogue's."
    )
    spool_reserve_mb: Annotated[int, Field(ge=0)] = Field(
        default=200, description="Megabytes that downloads leave free on the disk."
    )
    max_video_mb: Annotated[int, Field(ge=1)] = Field(
        default=1000, description="Largest video, in megabytes, that is downloaded."
    )
    link_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=7, description="Days a link to a video works that was too large to post."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="`console` for people, `json` for machines."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important log lines to write: `debug`, `info`, `warning` or `error`."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - `read_settings` asks the others
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values come from the caller alone."""
        return (init_settings,)

    @property
    def sqlite_path(self) -> Path | None:
        """The database file; None with PostgreSQL."""
        return sqlite_path(self.database_url.get_secret_value())

    @property
    def data_folder(self) -> Path:
        """Where files live beside the database."""
        if self.data_dir is not None:
            return self.data_dir
        return Path("data") if self.sqlite_path is None else self.sqlite_path.parent

    @property
    def provider_order(self) -> tuple[ProviderName, ...]:
        """The providers in use, best first."""
        return self.providers or tuple(name for name in PROVIDERS if self.login(name).api_key is not None)

    def login(self, provider: ProviderName) -> Login:
        """What is set for one provider."""
        return self.accounts.get(provider, Login())


class Settings(ChatSettings, CommonSettings):
    """All settings. Making one by hand reads nothing from outside; `read_settings` does."""
