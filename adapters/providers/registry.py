"""Every provider, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from adapters.providers.account import Account
from adapters.providers.apixo import ApixoInput, ApixoSpec
from adapters.providers.spec import ProviderSpec
from bot.domain.video import ProviderName

_SPECS: Final[Mapping[str, Callable[[str | None], ProviderSpec]]] = {
    "apixo": lambda form: ApixoSpec(ApixoInput(form or ApixoInput.OFFICIAL)),
}


def provider_names() -> tuple[ProviderName, ...]:
    """The names of all providers there are."""
    return tuple(map(ProviderName, _SPECS))


def make_spec(name: str, input_form: str | None = None) -> ProviderSpec:
    """The spec of one provider; `input_form` where it has several, as in the catalogue. Raises KeyError, ValueError."""
    return _SPECS[name](input_form)


def make_account(spec: ProviderSpec, key: str, base_url: str | None = None) -> Account:
    """Our account there, at the provider's own address unless another is given.

    Raises ValueError for a key that no header can carry.
    """
    if not (key.isascii() and key.isprintable()) or key != key.strip():
        raise ValueError(f"the key of {spec.name} has spaces around it, or characters that no key has")
    return Account(base_url=(base_url or spec.base_url).rstrip("/"), key_headers=spec.key_headers(key))
