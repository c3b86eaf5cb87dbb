"""What the environment variables are called."""

from __future__ import annotations

from adapters.settings.fields import PREFIX, PROVIDERS, Login, Settings


def variable_name(location: tuple[int | str, ...]) -> str:
    """The variable of a field: `("web",)` is `SORA_WEB`, `("accounts", "apixo", "api_key")` is `SORA_APIXO_API_KEY`."""
    words = [str(part) for part in location if part != "accounts"]
    return PREFIX + "_".join(words).upper()


def setting_names() -> tuple[str, ...]:
    """Every variable the bot reads, in the order of the documentation."""
    own = [variable_name((field,)) for field in Settings.model_fields if field != "accounts"]
    return (*own, *(variable_name((provider, field)) for provider in PROVIDERS for field in Login.model_fields))
