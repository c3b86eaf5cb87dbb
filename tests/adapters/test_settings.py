"""Settings: what is read, what is refused, and that every refusal names the setting and what to do."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.settings import Address, Settings, SettingsError, load_secret_key, read_settings

Env = Callable[..., None]
SECRET = "hush-hush-hush"


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Env:
    """An empty folder without `.env`, and no variable but those a test sets; a provider's key is there."""
    for name in [name for name in os.environ if name.upper().startswith("SORA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SORA_APIXO_API_KEY", "a-key")

    def change(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(f"SORA_{name}", value)

    return change


def problems(*, for_run: bool = True) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(for_run=for_run)
    return dict(caught.value.problems)


def test_a_key_alone_is_enough_to_run(env: Env) -> None:
    settings = read_settings()

    assert settings.provider_order == ("apixo",)
    assert settings.listen == Address("127.0.0.1", 8080)
    assert settings.public_url is None


def test_every_wrong_setting_is_named_at_once(env: Env) -> None:
    env(LISTEN="8080", WEB="perhaps", POLL_SECONDS="0", LOG_LEVEL="loud", DAILY_VIDEOS="many", PUBLIC_URL="sora")

    assert problems() == {
        "SORA_LISTEN": "write host:port, such as 127.0.0.1:8080 or [::1]:8080",
        "SORA_WEB": "must be true or false",
        "SORA_POLL_SECONDS": "must be at least 1",
        "SORA_LOG_LEVEL": "must be 'debug', 'info', 'warning' or 'error'",
        "SORA_DAILY_VIDEOS": "must be a whole number",
        "SORA_PUBLIC_URL": "write the address others reach this machine by, such as https://sora.example.com",
    }


def test_what_settings_need_together_is_checked_beside_a_wrong_one(env: Env) -> None:
    env(LOG_LEVEL="loud", APIXO_API_KEY="")

    assert set(problems()) == {"SORA_LOG_LEVEL", "SORA_APIXO_API_KEY"}


def test_a_wrong_key_is_reported_as_wrong_and_not_as_missing(env: Env) -> None:
    env(APIXO_API_KEY="two words")

    assert problems() == {
        "SORA_APIXO_API_KEY": "copy it again: a key has no spaces, line breaks or letters beyond ASCII"
    }


def test_no_provider_with_a_key_is_a_problem_of_a_run_only(env: Env) -> None:
    env(APIXO_API_KEY="")

    assert "sora-bot demo" in problems()["SORA_APIXO_API_KEY"]
    assert read_settings(for_run=False).provider_order == ()


def test_a_provider_nobody_knows_is_named_with_those_there_are(env: Env) -> None:
    env(PROVIDERS="apixo, apixio")

    assert problems()["SORA_PROVIDERS"] == "names 'apixio', which is no provider; there is: apixo"


@pytest.mark.parametrize(
    ("typo", "sentence"),
    [
        ("LISTN", "is no setting; did you mean SORA_LISTEN?"),
        ("APIXO_KEY", "is no setting; did you mean SORA_APIXO_API_KEY?"),
        ("ZZZZ", "is no setting; docs/settings.md lists them all"),
        ("ACCOUNTS", "is no setting; docs/settings.md lists them all"),
    ],
)
def test_an_unknown_setting_is_reported_with_the_nearest_one(env: Env, typo: str, sentence: str) -> None:
    env(**{typo: "1"})

    assert problems() == {f"SORA_{typo}": sentence}


def test_the_environment_wins_over_the_file(env: Env) -> None:
    Path(".env").write_text("SORA_LINK_DAYS=3\nSORA_LOG_LEVEL=debug\nSORA_APIXO_API_KEY=from-file\nOTHER=1\n")
    env(LINK_DAYS="5")

    settings = read_settings()

    assert (settings.link_days, settings.log_level) == (5, "debug")
    key = settings.login(settings.provider_order[0]).api_key
    assert key is not None
    assert key.get_secret_value() == "a-key"


def test_a_typo_in_the_file_is_reported_too(env: Env) -> None:
    Path(".env").write_text("SORA_LINK_DAY=3\n")

    assert problems() == {"SORA_LINK_DAY": "is no setting; did you mean SORA_LINK_DAYS?"}


def test_a_file_that_is_no_text_is_reported_by_its_name(env: Env) -> None:
    Path(".env").write_bytes(b"SORA_LINK_DAYS=\xff\xfe\n")

    assert problems() == {".env": "cannot be read; make it a UTF-8 file you may open"}


@pytest.mark.parametrize(
    "variables",
    [
        {"DATABASE_URL": f"mysql://sora:{SECRET}@host/db"},
        {"DATABASE_URL": f"postgresql://sora:{SECRET}@[host/db"},
        {"SECRET_KEY": SECRET},
        {"APIXO_API_KEY": f"{SECRET} {SECRET}"},
        {"WEB": "true", "WEB_PASSWORD": SECRET[:4]},
    ],
)
def test_no_problem_repeats_a_secret(env: Env, variables: dict[str, str]) -> None:
    env(**variables)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert SECRET[:4] not in str(caught.value) + repr(caught.value)


def test_settings_print_their_secrets_as_stars(env: Env) -> None:
    env(
        DATABASE_URL=f"postgresql://sora:{SECRET}@host/db",
        SECRET_KEY=SECRET * 3,
        WEB_PASSWORD=SECRET,
        APIXO_API_KEY=SECRET,
    )

    assert SECRET not in repr(read_settings())


@pytest.mark.parametrize(
    ("text", "address", "loopback"),
    [
        ("0.0.0.0:80", Address("0.0.0.0", 80), False),
        ("[::1]:0", Address("::1", 0), True),
        ("localhost:8080", Address("localhost", 8080), True),
        ("127.1.2.3:1", Address("127.1.2.3", 1), True),
    ],
)
def test_an_address_is_read_and_written_the_same(env: Env, text: str, address: Address, loopback: bool) -> None:
    env(LISTEN=text)

    listen = read_settings().listen

    assert (listen, str(listen), listen.is_loopback) == (address, text, loopback)


@pytest.mark.parametrize("text", ["8080", ":8080", "host:", "host:x", "host:65536", "::1:80", "[host]:80", "host:²"])
def test_what_is_no_address_is_refused(env: Env, text: str) -> None:
    env(LISTEN=text)

    assert "SORA_LISTEN" in problems()


@pytest.mark.parametrize(
    "url", ["https://sora.example.com", "https://sora.example.com/bot", "http://127.0.0.1:8080", "http://[::1]:8080"]
)
def test_a_public_url_is_taken_without_its_last_slash(env: Env, url: str) -> None:
    env(PUBLIC_URL=f"{url}/")

    assert read_settings().public_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://sora.example.com",
        "https://0.0.0.0:8080",
        "https://user:word@sora.example.com",
        "https://sora.example.com?x=1",
        "https://sora.example.com#x",
        "https://sora.example.com:99999",
        "ftp://sora.example.com",
        "sora.example.com",
    ],
)
def test_a_public_url_nobody_could_use_is_refused(env: Env, url: str) -> None:
    env(PUBLIC_URL=url)

    assert set(problems()) == {"SORA_PUBLIC_URL"}


@pytest.mark.parametrize(
    ("variables", "is_needed"),
    [
        ({"WEB": "true"}, False),
        ({"WEB": "true", "LISTEN": "0.0.0.0:8080"}, True),
        ({"WEB": "true", "PUBLIC_URL": "https://sora.example.com"}, True),
        ({"WEB": "true", "LISTEN": "0.0.0.0:8080", "WEB_PASSWORD": "eight or more"}, False),
        ({"LISTEN": "0.0.0.0:8080"}, False),
    ],
)
def test_the_page_needs_a_password_where_others_reach_it(env: Env, variables: dict[str, str], is_needed: bool) -> None:
    env(**variables)

    if is_needed:
        assert set(problems()) == {"SORA_WEB_PASSWORD"}
    else:
        assert read_settings().listen is not None


def test_trusted_hosts_are_names_addresses_and_networks(env: Env) -> None:
    env(TRUSTED_HOSTS="gpu.internal:8000, 10.1.0.0/16, [fd00::1]:80,")

    trusted = read_settings().trusted_hosts

    assert trusted.has_name("GPU.internal", 8000)
    assert trusted.has_address(ip_address("10.1.2.3"), 443)
    assert not trusted.has_address(ip_address("fd00::1"), 81)


@pytest.mark.parametrize(
    ("variables", "sqlite", "folder"),
    [
        ({}, Path("data/sora-bot.sqlite3"), Path("data")),
        ({"DATABASE_URL": "sqlite:////var/lib/sora/s.db"}, Path("/var/lib/sora/s.db"), Path("/var/lib/sora")),
        ({"DATABASE_URL": "postgresql://sora@db/sora"}, None, Path("data")),
        ({"DATA_DIR": "/data"}, Path("data/sora-bot.sqlite3"), Path("/data")),
    ],
)
def test_files_live_beside_the_database_or_where_the_operator_says(
    env: Env, variables: dict[str, str], sqlite: Path | None, folder: Path
) -> None:
    env(**variables)

    settings = read_settings()

    assert (settings.sqlite_path, settings.data_folder) == (sqlite, folder)


def test_settings_made_by_hand_read_nothing_from_outside(env: Env) -> None:
    env(LINK_DAYS="5")

    assert Settings(web=True).link_days == 7


def test_the_operators_secret_key_makes_no_file(env: Env, tmp_path: Path) -> None:
    settings = Settings(secret_key=SecretStr("k" * 32))

    assert load_secret_key(settings) == b"k" * 32
    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_is_made_once_and_only_for_its_owner(env: Env, tmp_path: Path) -> None:
    settings = Settings(database_url=SecretStr(f"sqlite:///{tmp_path}/new/s.db"))

    first, second = load_secret_key(settings), load_secret_key(settings)

    assert first == second
    assert len(first) >= 32
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "new" / "secret.key").stat().st_mode) == 0o600


def test_two_bots_get_two_keys(env: Env, tmp_path: Path) -> None:
    one, two = (Settings(database_url=SecretStr(f"sqlite:///{tmp_path}/{name}/s.db")) for name in "ab")

    assert load_secret_key(one) != load_secret_key(two)


def test_with_postgresql_the_key_file_comes_with_a_warning(
    env: Env, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database_url=SecretStr("postgresql://sora@db/sora"), data_dir=tmp_path)

    key = load_secret_key(settings)

    assert (tmp_path / "secret.key").read_bytes() == key
    printed = capsys.readouterr().out
    assert "every machine that shares this database needs the same SORA_SECRET_KEY" in printed
    assert key.decode() not in printed


def test_half_a_key_file_is_refused_by_name(env: Env, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")

    with pytest.raises(SettingsError, match=r"SORA_SECRET_KEY: .*secret\.key holds no whole key"):
        load_secret_key(Settings(database_url=SecretStr(f"sqlite:///{tmp_path}/s.db")))


def test_a_folder_that_cannot_hold_the_key_is_reported(env: Env, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match=r"SORA_SECRET_KEY: .*cannot be read or made"):
        load_secret_key(Settings(database_url=SecretStr(f"sqlite:///{tmp_path}/file/s.db")))


def test_discord_is_set_up_by_its_token_and_its_shards(env: Env) -> None:
    env(DISCORD_TOKEN="a.token", DISCORD_GUILD="42", DISCORD_SHARD_COUNT="4", DISCORD_SHARD_IDS="0, 2")
    env(DISCORD_API_URL="http://127.0.0.1:9/api/v10/", DISCORD_GATEWAY_URL="ws://127.0.0.1:9/gateway/")

    settings = read_settings()

    assert settings.discord_token == SecretStr("a.token")
    assert (settings.discord_guild, settings.discord_shard_count, settings.discord_shard_ids) == (42, 4, (0, 2))
    assert settings.discord_api_url == "http://127.0.0.1:9/api/v10"
    assert settings.discord_gateway_url == "ws://127.0.0.1:9/gateway"


def test_wrong_discord_settings_are_named(env: Env) -> None:
    env(DISCORD_TOKEN="my token", DISCORD_GUILD="film club", DISCORD_SHARD_COUNT="0", DISCORD_SHARD_IDS="0-3")
    env(DISCORD_API_URL="discord.example", DISCORD_GATEWAY_URL="https://gateway.example.com")

    assert problems() == {
        "SORA_DISCORD_TOKEN": "copy it again: a key has no spaces, line breaks or letters beyond ASCII",
        "SORA_DISCORD_GUILD": "must be a whole number",
        "SORA_DISCORD_SHARD_COUNT": "must be at least 1",
        "SORA_DISCORD_SHARD_IDS": "write whole numbers with commas between, such as 0,1,2",
        "SORA_DISCORD_API_URL": "write an address such as https://api.example.com/v1",
        "SORA_DISCORD_GATEWAY_URL": "write an address such as wss://gateway.example.com",
    }


def test_a_process_may_post_without_hearing(env: Env) -> None:
    env(DISCORD_TOKEN="a.token", DISCORD_GATEWAY="false")

    assert not read_settings().discord_gateway
    assert Settings().discord_gateway


def test_a_process_that_does_not_hear_needs_the_token_and_has_no_shards(env: Env) -> None:
    env(DISCORD_GATEWAY="false", DISCORD_SHARD_COUNT="2", DISCORD_SHARD_IDS="0")

    assert problems() == {
        "SORA_DISCORD_TOKEN": "is needed beside SORA_DISCORD_GATEWAY=false: posting needs it, too",
        "SORA_DISCORD_SHARD_IDS": (
            "is for processes that hear what people do; remove it, or SORA_DISCORD_GATEWAY=false"
        ),
    }


def test_shards_of_a_process_need_the_number_of_all(env: Env) -> None:
    env(DISCORD_SHARD_IDS="0,1")

    assert problems() == {
        "SORA_DISCORD_SHARD_COUNT": "is needed beside SORA_DISCORD_SHARD_IDS: how many there are in all"
    }


def test_a_shard_that_is_not_there_is_named(env: Env) -> None:
    env(DISCORD_SHARD_IDS="1,4", DISCORD_SHARD_COUNT="4")

    assert problems() == {"SORA_DISCORD_SHARD_IDS": "names shard 4, but SORA_DISCORD_SHARD_COUNT=4 has only 0 to 3"}


def test_slack_is_one_workspace_over_a_socket(env: Env) -> None:
    env(SLACK_BOT_TOKEN="xoxb-1-a", SLACK_APP_TOKEN="xapp-1-a", SLACK_ADMINS="U012AB3CD, W123,U012AB3CD")
    env(SLACK_API_URL="https://slack-gov.com/api/")

    settings = read_settings()

    assert (settings.has_slack, settings.is_slack_over_http, settings.has_slack_installs) == (True, False, False)
    assert settings.slack_admins == ("U012AB3CD", "W123")
    assert settings.slack_api_url == "https://slack-gov.com/api"


def test_slack_sends_to_the_listener_where_no_socket_is_set_up(env: Env) -> None:
    env(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="hush", SLACK_SIGNING_SECRET="sign", PUBLIC_URL="https://s.example")

    settings = read_settings()

    assert (settings.has_slack, settings.is_slack_over_http, settings.has_slack_installs) == (True, True, True)


def test_without_a_token_or_a_client_id_there_is_no_slack(env: Env) -> None:
    assert not read_settings().has_slack


def test_wrong_slack_settings_are_named(env: Env) -> None:
    env(SLACK_BOT_TOKEN="xapp-1-a", SLACK_APP_TOKEN="xoxp-1-a", SLACK_ADMINS="@ann", SLACK_API_URL="slack.example")
    env(SLACK_SIGNING_SECRET="two words")
    ids = "write ids such as U012AB3CD with commas between; “Copy member ID” in a profile gives them"

    assert problems() == {
        "SORA_SLACK_BOT_TOKEN": "is an app-level token; put the bot token here, which begins with xoxb-",
        "SORA_SLACK_APP_TOKEN": "is a person's token; put the app-level token here, which begins with xapp-",
        "SORA_SLACK_ADMINS": ids,
        "SORA_SLACK_API_URL": "write an address such as https://api.example.com/v1",
        "SORA_SLACK_SIGNING_SECRET": "copy it again: a key has no spaces, line breaks or letters beyond ASCII",
    }


@pytest.mark.parametrize("quote", ['"', "'"])
def test_keys_with_quotes_around_them_are_told_to_leave_them_out(env: Env, quote: str) -> None:
    env(SLACK_CLIENT_ID="1.2", PUBLIC_URL="https://s.example")
    env(
        SLACK_BOT_TOKEN=f"{quote}xoxb-1{quote}",
        SLACK_APP_TOKEN=f"{quote}xapp-1{quote}",
        SLACK_SIGNING_SECRET=f"{quote}sign{quote}",
        SLACK_CLIENT_SECRET=f"{quote}hush{quote}",
    )

    assert problems() == {
        "SORA_SLACK_BOT_TOKEN": "leave out the quotes around it",
        "SORA_SLACK_APP_TOKEN": "leave out the quotes around it",
        "SORA_SLACK_SIGNING_SECRET": "leave out the quotes around it",
        "SORA_SLACK_CLIENT_SECRET": "leave out the quotes around it",
    }


def test_a_token_of_no_kind_is_told_how_one_begins(env: Env) -> None:
    env(SLACK_BOT_TOKEN="123", SLACK_APP_TOKEN="xapp-1-a")

    assert problems() == {"SORA_SLACK_BOT_TOKEN": "must be the bot token, which begins with xoxb-"}


@pytest.mark.parametrize(
    ("given", "name", "part"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SORA_SLACK_APP_TOKEN", "opens a connection to Slack"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SORA_SLACK_BOT_TOKEN", "needed beside SORA_SLACK_APP_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "sign"}, "SORA_SLACK_BOT_TOKEN", "needed beside SORA_SLACK_SIGNING_SECRET"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "sign"},
            "SORA_PUBLIC_URL",
            "<this address>/slack/events",
        ),
        ({"SLACK_CLIENT_SECRET": "hush"}, "SORA_SLACK_CLIENT_ID", "needed beside SORA_SLACK_CLIENT_SECRET"),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_APP_TOKEN": "xapp-1", "PUBLIC_URL": "https://s.example"},
            "SORA_SLACK_CLIENT_SECRET",
            "needed beside SORA_SLACK_CLIENT_ID",
        ),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "SLACK_APP_TOKEN": "xapp-1"},
            "SORA_PUBLIC_URL",
            "people come back to it",
        ),
    ],
)
def test_what_slack_needs_beside_another_setting_is_named(
    env: Env, given: dict[str, str], name: str, part: str
) -> None:
    env(**given)

    found = problems()

    assert set(found) == {name}
    assert part in found[name]
