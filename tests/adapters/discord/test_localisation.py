"""Every name and sentence of the command table has its translation in every language, and nothing else does."""

from __future__ import annotations

import re

import pytest

from bot.commands import COMMANDS
from bot.commands.admin import ADMIN_COMMANDS, ADMIN_GROUPS
from bot.texts import entries
from bot.texts.locale import TAGS, Locale, locales

OPTIONS = [option for spec in COMMANDS for option in spec.options]
NAMES = {
    *(spec.name.value for spec in COMMANDS),
    *(option.name for option in OPTIONS),
    *(spec.word for spec in ADMIN_COMMANDS),
    *ADMIN_GROUPS,
}
SENTENCES = {
    *(spec.description for spec in COMMANDS),
    *(option.description for option in OPTIONS),
    *(spec.description for spec in ADMIN_COMMANDS),
    *ADMIN_GROUPS.values(),
    *(entries.PEOPLE, entries.ADMINS, entries.ANIMATE),
}
# What people type is the same in every language.
TYPED = re.compile(r"portrait|\d+:\d+|\d+p|\d+x\d+")


@pytest.mark.parametrize("locale", locales(), ids=lambda locale: locale.tag)
def test_a_language_has_every_name_and_sentence_and_no_others(locale: Locale) -> None:
    assert sorted(locale.names) == sorted(NAMES)
    assert sorted(locale.sentences) == sorted(SENTENCES)


@pytest.mark.parametrize("locale", locales(), ids=lambda locale: locale.tag)
def test_what_can_be_typed_stays_as_it_is(locale: Locale) -> None:
    for sentence, translation in locale.sentences.items():
        assert TYPED.findall(translation) == TYPED.findall(sentence)


def test_the_languages_are_those_people_were_promised() -> None:
    assert set(TAGS) == {"de", "fr", "es-ES", "es-419", "ja", "pt-BR"}
    assert [locale.tag for locale in locales()] == list(TAGS)
