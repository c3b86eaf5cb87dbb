"""Windows and people's own pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from tests.slack.block_rules import view_problems
from tests.slack.calls import ApiError, Call, Method
from tests.slack.told import Json
from tests.slack.triggers import Triggers
from tests.slack.windows import as_opened
from tests.slack.world import User

LARGEST_VIEW: Final = 250 * 1024
MOST_WINDOWS: Final = 3


def view_methods(triggers: Triggers) -> dict[str, Method]:
    """`triggers` say who may be shown a window."""

    def open_view(call: Call) -> Json:
        return _open(call, triggers)

    def push(call: Call) -> Json:
        return _open(call, triggers, on_top=True)

    return {"views.open": open_view, "views.push": push, "views.publish": publish, "views.update": update}


def _open(call: Call, triggers: Triggers, *, on_top: bool = False) -> Json:
    view = _view(call, "modal")
    user_id, error = triggers.use(call.text("trigger_id"))
    if error:
        raise ApiError(error)
    user = call.here.users[user_id]
    if on_top and not user.views:
        raise ApiError("not_found")
    if len(user.views) >= MOST_WINDOWS:
        raise ApiError("push_limit_reached")
    _check_external_id(call, view)
    user.views.append(as_opened(call.here, view, on=user.views[-1] if user.views else None))
    call.world.changed()
    return {"view": user.views[-1]}


def publish(call: Call) -> Json:
    view = _view(call, "home")
    user = call.here.users.get(call.text("user_id"))
    if user is None:
        raise ApiError("user_not_found")
    _check_hash(call, user.home)
    user.home = as_opened(call.here, view)
    call.world.changed()
    return {"view": user.home}


def update(call: Call) -> Json:
    """The window with this id, or with this id of the app's own."""
    view = _view(call, "modal")
    for user in call.here.users.values():
        for place, opened in enumerate(user.views):
            if _is_meant(call, opened):
                return _replace(call, user, place, view)
    raise ApiError("not_found")


def _is_meant(call: Call, opened: Json) -> bool:
    view_id, external_id = call.maybe("view_id"), call.maybe("external_id")
    if view_id is None and external_id is None:
        raise ApiError("invalid_arguments")
    return bool(opened["id"] == view_id if view_id else opened["external_id"] == external_id)


def _replace(call: Call, user: User, place: int, view: Json) -> Json:
    opened = user.views[place]
    _check_hash(call, opened)
    if view.get("external_id") != opened["external_id"]:
        _check_external_id(call, view)
    user.views[place] = as_opened(call.here, view, instead_of=opened)
    call.world.changed()
    return {"view": user.views[place]}


def _check_hash(call: Call, opened: Json | None) -> None:
    """Whoever sends a hash replaces only what it was made of."""
    wanted = call.maybe("hash")
    if wanted is not None and (opened is None or opened["hash"] != wanted):
        raise ApiError("hash_conflict")


def _check_external_id(call: Call, view: Json) -> None:
    given = {opened["external_id"] for user in call.here.users.values() for opened in user.views}
    if view.get("external_id") and view["external_id"] in given:
        raise ApiError("duplicate_external_id")


def _view(call: Call, kind: str) -> Json:
    view = call.json("view")
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise ApiError("view_too_large")
    problems = view_problems(view, kind)
    problems += [problem for problem in map(_slack_file(call), view.get("blocks") or ()) if problem]
    if problems:
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {one}" for one in problems]})
    return view


def _slack_file(call: Call) -> Callable[[Json], str | None]:
    def problem(block: Json) -> str | None:
        image = block.get("accessory") or block
        name = (image.get("slack_file") or {}).get("id")
        file = call.here.files.get(name) if name else None
        is_good = file is not None and file.is_complete and not file.is_deleted and file.mimetype.startswith("image/")
        return None if name is None or is_good else "invalid slack file"

    return problem
