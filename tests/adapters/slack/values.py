"""What Slack's tests have in common: ids, large texts, and neutral messages of any kind."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.domain.chat import Action, Button
from tests.adapters.any_messages import any_cards, any_notices, any_posts, any_tables, urls
from tests.adapters.discord.values import ID_LETTERS
from tests.adapters.slack.markup import tricky_text

USER = "U012AB3CD"
BUTTONS = tuple(Button(Action.AGAIN, "Again " * 40, f"{letter}7m2p9xq") for letter in ID_LETTERS[:25])
HUGE = ("`", "*", "&", "<!here> ", "\n", "> \n", "猫", "👩\u200d🚀", "a", "\u0301", "\u202e")
TIMES = 10_000

cards = any_cards(tricky_text)
tables = any_tables(tricky_text)
notices = any_notices(tricky_text)
posts = any_posts(tricky_text, st.sampled_from([USER, "W0", "u1", "U1>", "<!here>", ""]))
links = st.none() | urls
