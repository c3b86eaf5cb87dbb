"""What somebody wrote is read as it looked to them."""

from __future__ import annotations

import pytest
from hypothesis import given

from adapters.slack.blocks.escaping import escaped
from adapters.slack.payloads.emoji import emoji_in
from adapters.slack.payloads.reading import channels_in, people_in, words_of
from adapters.wording import readable
from tests.adapters.slack.markup import tricky_text

BOT = "UB0T"
NAMES = {"U2": "bob", "C2": "films"}


def read(text: str) -> str:
    return str(words_of(text, bot_user=BOT, names=NAMES))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@UB0T> create a kite", "create a kite"),
        ("<@UB0T|sora>: create a kite", "create a kite"),
        ("hey <@UB0T> create a kite", "hey create a kite"),
        ("a kite please, <@UB0T>", "a kite please,"),
        ("a kite <@UB0T>, 8s", "a kite, 8s"),
        ("a kite<@UB0T>s", "a kites"),
        ("one\n<@UB0T> two\nthree", "one\ntwo\nthree"),
        ("<@UB0T> like <@UB0T>", "like @UB0T"),
        ("create", "create"),
        ("<@UB0T>", ""),
        ("a  <@UB0T> \t kite", "a kite"),
        ("a kite \t<@UB0T>  , 8s", "a kite, 8s"),
        ("<@UB0T> <@UB0T>: <@UB0T|sora> a kite", "@sora a kite"),
        ("<@UB0T> <@UB0T>: help", "help"),
    ],
)
def test_the_mention_that_calls_the_bot_is_no_part_of_the_words(text: str, words: str) -> None:
    assert read(text) == words


@pytest.mark.timeout(20)  # what is looked for at each blank anew takes many minutes
def test_a_long_row_of_blanks_is_read_at_once() -> None:
    text = f"a{' ' * 400_000}kite"

    assert read(text) == text


def test_whoever_calls_thousands_of_times_means_it_once() -> None:
    assert read("<@UB0T> " * 5000 + "a kite") == "a kite"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <https://x.example/a?b=1&amp;c=2|red kite> over <http://y.example|it>", "a red kite over it"),
        ("a kite --image <https://x.example/a?b=1&amp;c=2|it>", "a kite --image https://x.example/a?b=1&c=2"),
        (
            "image:<https://x.example/a|it> —image=<https://x.example/b|it>",
            "image:https://x.example/a —image=https://x.example/b",
        ),
        ("my image <https://x.example/a|of it> <https://x.example|>", "my image of it https://x.example"),
        ("<https://x.example>", "https://x.example"),
        ("<http://kite.example|kite.example>", "kite.example"),
        ("<mailto:a@b.example|write me>", "a@b.example"),
        ("<tel:+431234|+431234>", "+431234"),
        ("<#C012AB3CD|general> <#C012AB3CD>", "#general #C012AB3CD"),
        ("<#C2|> <#C2> <#C2|painters> <#C3|>", "#films #films #painters #C3"),
        ("<@U2> <@U3|cat> <@U4> <@W5>", "@bob @cat @U4 @W5"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@painters> <!subteam^S1>", "@painters @S1"),
        ("<!date^1392734382^{date_num}|2014-02-18>", "2014-02-18"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("“it’s” 7:30 — *bold*", "“it’s” 7:30 — *bold*"),
        (":kite: 👩\u200d🚀", ":kite: 👩\u200d🚀"),
    ],
)
def test_markup_is_read_as_it_looks(text: str, words: str) -> None:
    assert read(text) == words


@given(tricky_text)
def test_text_without_markup_comes_back_as_it_was_written(text: str) -> None:
    assert read(escaped(text)) == readable(text).strip()


@given(tricky_text)
def test_whatever_comes_is_read(text: str) -> None:
    assert isinstance(read(text), str)


def test_people_are_found_once_and_in_order_without_the_mention_that_calls_the_bot() -> None:
    assert people_in("<@UB0T> <@U2|b> <@U1> <@U2> <!here> <#C1>", bot_user=BOT) == ("U2", "U1")
    assert people_in("<@UB0T> <@U2> like <@UB0T>", bot_user=BOT) == ("U2", BOT)
    assert people_in("nobody", bot_user=BOT) == ()


def test_channels_are_found_that_came_without_their_names() -> None:
    assert channels_in("<#C2|> <#C1> <#C2> <#C3|films> <@U1> <#D1>") == ("C2", "C1")


def test_emoji_are_read_as_they_look_where_the_message_tells() -> None:
    section = [
        {"type": "emoji", "name": "kite", "unicode": "1fa81"},
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fb", "skin_tone": 2},
        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
        {"type": "emoji", "name": "our-logo"},
    ]
    emoji = emoji_in({"blocks": [{"type": "rich_text", "elements": [{"elements": section}]}]})

    words = words_of("a :kite: :wave::skin-tone-2: :wave: :our-logo: :)", bot_user=BOT, names=NAMES, emoji=emoji)

    assert str(words) == "a 🪁 👋🏻 👋 :our-logo: :)"


def test_a_name_is_one_sign_whatever_it_reads_like() -> None:
    text = "<@UB0T> a kite \U000f0000 for <@U2> in <#C2>, by <!subteam^S1|@us --count 4>, like <@UB0T>"

    words = words_of(text, bot_user=BOT, names={**NAMES, "U2": "bob --count 4, private", BOT: "sora"})

    assert words.signed == "a kite \U000f0000 for \U000f0001 in \U000f0002, by \U000f0003, like @sora"
    assert words.shown("for \U000f0001") == "for @bob --count 4, private"
    assert str(words).endswith("for @bob --count 4, private in #films, by @us --count 4, like @sora")
