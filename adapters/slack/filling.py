"""Forms: opened, and what comes of them. What is not right is said at its field, and nothing written is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack.answering import Answering
from adapters.slack.apologies import sorry_to
from adapters.slack.calling import SlackWeb
from adapters.slack.faults import error_code, faults_translated
from adapters.slack.filled import Filled, FormKind, FormState, field_of, read_form
from adapters.slack.forms import create_form, notice_view, prompt_form, animate_form
from adapters.slack.heard import Heard
from adapters.slack.hearing import Hearing
from adapters.slack.homes import Homes
from adapters.slack.pictures import Picture, first_picture
from adapters.slack.places import MANNER
from adapters.slack.voices import tell
from adapters.slack.works import SOON, Works
from adapters.slack.workspaces import Workspace
from bot import texts
from bot.commands import CommandName, Create, Problem, Remix
from bot.domain.chat import Action, Notice, Reply, refusal
from bot.grammar import from_options, resolve

LOOK_UP: Final = 1.5
"""Seconds for what must be known before a form opens: Slack lets us open it for three."""

_LATE: Final = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})

Payload = Mapping[str, Any]
Answer = dict[str, Any]
CLOSE: Final[Answer] = {}
