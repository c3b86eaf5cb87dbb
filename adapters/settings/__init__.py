"""The settings of the bot: `read_settings` reads them once, and nothing else looks at the environment."""

from adapters.settings.fields import PROVIDERS, Login, Settings
from adapters.settings.names import setting_names
from adapters.settings.problem import Problem
from adapters.settings.problems import SettingsError
from adapters.settings.reading import read_settings
from adapters.settings.secret_key import load_secret_key
from adapters.settings.values import Address

__all__ = [
    "PROVIDERS",
    "Address",
    "Login",
    "Problem",
    "Settings",
    "SettingsError",
    "load_secret_key",
    "read_settings",
    "setting_names",
]
