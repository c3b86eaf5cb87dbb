"""What keeps the program from starting, as the sentence the operator reads."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.discord.refused import TokenRefused
from adapters.providers.catalogue import CatalogueError
from adapters.settings import SettingsError
from adapters.slack.refused import SlackAccessRefused, SlackTokenRefused
from adapters.storage.errors import AlreadyRunning, DatabaseAddressWrong, DatabaseTooNew, DatabaseUnreachable
from bot import texts
from bot.domain.errors import StorageFull


@dataclass(eq=False)
class PortInUse(Exception):
    """Somebody else listens at this port, or the address is not this machine's."""

    host: str
    port: int


def told(error: BaseException) -> str | None:
    """The sentence, or None for what is a fault of ours."""
    match error:
        case PortInUse(host, port):
            return texts.port_in_use(host, port)
        case AlreadyRunning(path):
            return texts.already_running(str(path))
        case DatabaseTooNew():
            return texts.database_too_new()
        case DatabaseUnreachable(host, port):
            return texts.database_unreachable(f"{host}:{port}")
        case DatabaseAddressWrong():
            return texts.setting_problem("SORA_DATABASE_URL", "write sqlite:///folder/file or postgresql://…")
        case SettingsError(problems=problems):
            return "\n".join(texts.setting_problem(problem.name, problem.sentence) for problem in problems)
        case StorageFull():
            return texts.storage_full()
        case CatalogueError():
            return texts.setting_problem("SORA_PROVIDERS", str(error))
        case BaseExceptionGroup(exceptions=(only,)):
            return told(only)
        case _:
            return _refused(error)


def _refused(error: BaseException) -> str | None:
    """A chat platform that does not let us in."""
    match error:
        case TokenRefused():
            return texts.discord_token_refused()
        case SlackTokenRefused(is_app_token):
            return texts.slack_app_token_refused() if is_app_token else texts.slack_token_refused()
        case SlackAccessRefused(word, is_app_token):
            return texts.slack_access_refused(word, is_app_token=is_app_token)
        case _:
            return None
