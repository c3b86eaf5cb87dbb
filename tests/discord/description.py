"""Discord's own description of its API, where that file is at hand, made quick to compare with.

The file is no part of the project: https://github.com/discord/discord-api-spec, specs/openapi.json, kept beside the
project as ../shared/specs/discord-openapi.json.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # publishes no types
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FILE: Final = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"
ABSENT: Final = (
    "needs Discord's description of its API: "
    "save specs/openapi.json of github.com/discord/discord-api-spec as ../shared/specs/discord-openapi.json"
)
ADDRESS: Final = "urn:discord"

Schema = dict[str, Any]


@cache
def read() -> Schema | None:
    """The description, or None where it is absent."""
    if not FILE.exists():
        return None
    found: Schema = json.loads(FILE.read_text())
    schemas = found["components"]["schemas"]
    # Discord takes ids as numbers, too, and discord.py sends some of them so.
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    _simplify(found, schemas)
    return found


@cache
def validator(pointer: str) -> Draft202012Validator:
    """What checks against the schema at this place of the description."""
    return Draft202012Validator({"$ref": f"{ADDRESS}#{pointer}"}, registry=_registry())


def pointer(*steps: str) -> str | None:
    """The place these steps lead to, if there is one."""
    here: Any = read()
    for step in steps:
        here = here.get(step) if isinstance(here, dict) else None
    if here is None:
        return None
    return "".join("/" + quote(step.replace("~", "~0").replace("/", "~1")) for step in steps)


@cache
def _registry() -> Registry[Any]:
    resource: Resource[Any] = DRAFT202012.create_resource(read())
    found: Registry[Any] = Registry[Any]().with_resource(ADDRESS, resource)
    return found


def _simplify(here: Any, schemas: Schema) -> None:
    """Say "one of these" in ways that need no trying: a list of values, or a choice by the field `type`.

    It means the same, takes a tenth of the time, and an error names the field instead of every kind that did not fit.
    """
    if isinstance(here, list):
        for inner in here:
            _simplify(inner, schemas)
    if not isinstance(here, dict):
        return
    for inner in here.values():
        _simplify(inner, schemas)
    kinds = here.get("oneOf")
    if not isinstance(kinds, list):
        return
    if all("const" in kind for kind in kinds):
        here["enum"] = [kind["const"] for kind in here.pop("oneOf")]
        return
    by_type = [(_types(kind, schemas), kind) for kind in kinds]
    if all(types for types, _ in by_type):
        del here["oneOf"]
        known = [one for types, _ in by_type for one in types]
        here |= {"type": "object", "required": ["type"], "properties": {"type": {"enum": known}}}
        here["allOf"] = [{"if": {"properties": {"type": {"enum": types}}}, "then": kind} for types, kind in by_type]


def _types(kind: Schema, schemas: Schema) -> list[int]:
    """The values of `type` by which a kind of object is known."""
    name = str(kind.get("$ref", "")).rpartition("/")[2]
    found: list[int] = schemas.get(name, {}).get("properties", {}).get("type", {}).get("enum", [])
    return found
