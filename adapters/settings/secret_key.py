"""The key that signs callback addresses and links: the operator's, or one made once and kept in a file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

import structlog

from adapters.settings.fields import SHORTEST_SECRET, Settings
from adapters.settings.problem import Problem
from adapters.settings.problems import SettingsError

KEY_FILE: Final = "secret.key"
_log = structlog.get_logger()


def load_secret_key(settings: Settings) -> bytes:
    """The key as the operator set it, else the one in `secret.key`, which is made where it is missing.

    The file lies beside the SQLite database, or in the data folder with PostgreSQL. Raises `SettingsError` where it
    cannot be read or made.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = _key_path(settings)
    try:
        key = _read_or_make(path)
    except OSError as error:
        sentence = (
            f"is not set, and {path} cannot be read or made ({error.strerror}); set one or make the folder writable"
        )
        raise SettingsError((Problem("SORA_SECRET_KEY", sentence),)) from error
    if len(key) < SHORTEST_SECRET:
        sentence = (
            f"is not set, and {path} holds no whole key; delete the file or set one of {SHORTEST_SECRET} characters"
        )
        raise SettingsError((Problem("SORA_SECRET_KEY", sentence),))
    return key


def _key_path(settings: Settings) -> Path:
    if settings.sqlite_path is not None:
        return settings.sqlite_path.parent / KEY_FILE
    path = settings.data_folder / KEY_FILE
    _log.warning(
        "secret_key_is_a_local_file",
        path=str(path),
        advice="every machine that shares this database needs the same SORA_SECRET_KEY",
    )
    return path


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    return path.read_bytes().strip()


def _make(path: Path) -> None:
    """Write the whole file beside its place first: a crash, or a second process, never leaves half a key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(secrets.token_urlsafe(48).encode())
            opened.flush()
            os.fsync(opened.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its key counts
    finally:
        draft.unlink()
