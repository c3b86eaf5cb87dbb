"""The lists of settings in the documentation and in `.env.example` are true both ways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo

from adapters.settings import PROVIDERS, Login, Settings, read_settings, setting_names
from adapters.settings.names import variable_name

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text()


def example_lines() -> dict[str, str]:
    return dict(re.findall(r"^#?(SORA_[A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def table_row(name: str, field: FieldInfo, provider: str = "") -> str:
    description = (field.description or "").format(provider=provider)
    return f"| `{name}` | {shown_default(field)} | {description} |"


def shown_default(field: FieldInfo) -> str:
    text = default_text(field)
    return f"`{text}`" if text else ""


def default_text(field: FieldInfo) -> str:
    value: Any = field.get_default(call_default_factory=False)
    match value:
        case None | ():
            return ""
        case bool():
            return str(value).lower()
        case _ if hasattr(value, "get_secret_value"):
            return str(value.get_secret_value())
        case _ if hasattr(value, "networks"):
            return ""
        case _:
            return str(value)


def expected_table() -> str:
    own = [
        table_row(variable_name((name,)), field) for name, field in Settings.model_fields.items() if name != "accounts"
    ]
    each = [
        table_row(variable_name((provider, name)), field, provider)
        for provider in PROVIDERS
        for name, field in Login.model_fields.items()
    ]
    return "\n".join(["| Setting | Default | What it does |", "|---|---|---|", *own, *each])


def test_the_table_of_settings_is_what_the_code_says() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()

    table = "\n".join(line for line in page.splitlines() if line.startswith("|"))

    assert table == expected_table()


def test_the_example_file_has_every_setting_and_no_other() -> None:
    assert sorted(example_lines()) == sorted(setting_names())


def test_the_example_file_as_it_is_sets_nothing() -> None:
    assert [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")] == []


def test_the_example_file_without_its_comment_signs_is_valid(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("\n".join(f"{name}={value}" for name, value in example_lines().items()))

    settings = read_settings(env_file)

    assert settings.provider_order == PROVIDERS


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if name != "accounts"])
def test_the_example_file_shows_the_default_where_there_is_one(name: str) -> None:
    default = default_text(Settings.model_fields[name])

    assert default in {"", example_lines()[variable_name((name,))]}
