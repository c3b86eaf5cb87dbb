"""Windows and people's own pages."""

from __future__ import annotations

from collections.abc import Callable

from tests.slack.block_rules import view_problems
from tests.slack.calls import ApiError, Call, Method
from tests.slack.told import Json
from tests.slack.triggers import Triggers
from tests.slack.windows import as_opened
from tests.slack.world import User


def view_methods(triggers: Triggers) -> dict[str, Method]:
    """`triggers` say who may be shown a window."""

    def open_view(call: Call) -> Json:
        return _open(call, triggers)

    return {"views.open": open_view, "views.push": open_view, "views.publish": publish, "views.update": update}


def _open(call: Call, triggers: Triggers) -> Json:
    view = _view(call, "modal")
    user_id, error = triggers.use(call.text("trigger_id"))
    if error:
        raise ApiError(error)
    user = call.here.users[user_id]
    if len(user.views) >= 3:
        raise ApiError("push_limit_reached")
    user.views.append(as_opened(call.here, view))
    call.world.changed()
    return {"view": user.views[-1]}


def publish(call: Call) -> Json:
    view = _view(call, "home")
    user = call.here.users.get(call.text("user_id"))
    if user is None:
        raise ApiError("user_not_found")
    user.home = as_opened(call.here, view)
    call.world.changed()
    return {"view": user.home}


def update(call: Call) -> Json:
    view, view_id = _view(call, "modal"), call.text("view_id")
    for user in call.here.users.values():
        for place, opened in enumerate(user.views):
            if opened["id"] == view_id:
                return _replace(call, user, place, view)
    raise ApiError("not_found")


def _replace(call: Call, user: User, place: int, view: Json) -> Json:
    user.views[place] = as_opened(call.here, view, instead_of=user.views[place])
    call.world.changed()
    return {"view": user.views[place]}


def _view(call: Call, kind: str) -> Json:
    view = call.json("view")
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments")
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
