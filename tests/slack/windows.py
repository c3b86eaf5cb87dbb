"""The windows before somebody, and what becomes of them when the app answers a form.

https://docs.slack.dev/surfaces/modals#updating_response
"""

from __future__ import annotations

import secrets
from typing import Any

from tests.slack.block_rules import view_problems
from tests.slack.impossible import Impossible
from tests.slack.responses import with_ids
from tests.slack.told import Json
from tests.slack.world import User, Workspace


def as_opened(workspace: Workspace, view: Json, *, instead_of: Json | None = None, on: Json | None = None) -> Json:
    """A view as Slack has it once it is open; one that takes another's place has its id, `on` is the one below it."""
    view_id = instead_of["id"] if instead_of else workspace.world.new_id("V")
    below = instead_of["previous_view_id"] if instead_of else None if on is None else on["id"]
    root = (instead_of or on or {}).get("root_view_id", view_id)
    return {
        "submit": None,
        "close": None,
        "private_metadata": "",
        "callback_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
        **view,
        "id": view_id,
        "root_view_id": root,
        "previous_view_id": below,
        "team_id": workspace.id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
        "hash": f"{workspace.world.new_ts()}.{secrets.token_hex(4)}",
        "blocks": with_ids(view["blocks"]),
        "state": {"values": {}},
    }


def take_answer(workspace: Workspace, user: User, view: Json, answer: Any) -> dict[str, str]:
    """Let the answer to a form that was sent off happen; what is wrong in it, by block id, where it stays open."""
    answer = answer if isinstance(answer, dict) else {}
    if problems := view_problems(answer["view"], "modal") if "view" in answer else []:
        raise Impossible(f"Slack refuses the window: {problems}")
    match answer.get("response_action"):
        case "errors":
            return _errors(view, answer["errors"])
        case "update":
            place = user.views.index(view)
            user.views[place] = as_opened(workspace, answer["view"], instead_of=view)
        case "push":
            user.views.append(as_opened(workspace, answer["view"], on=view))
        case "clear":
            user.views.clear()
        case None:
            user.views.remove(view)
        case unknown:
            raise Impossible(f"Slack knows no response_action {unknown!r}")
    workspace.world.changed()
    return {}


def _errors(view: Json, errors: dict[str, str]) -> dict[str, str]:
    """Errors stand at fields; with any other name in them, Slack shows none."""
    fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not errors or not set(errors) <= fields:
        raise Impossible(f"errors at {sorted(errors)}, where the fields are {sorted(fields)}")
    return dict(errors)
