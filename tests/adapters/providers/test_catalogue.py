"""The catalogue that comes with the bot, and what is said about one that is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.providers.catalogue import CatalogueError, Overrides, UnknownChoice, load_catalogue, read_catalogue
from adapters.providers.registry import make_account, make_spec, provider_names
from bot.domain.catalogue import Price, PriceUnit
from bot.domain.video import ImageRole, ModelName, ProviderName, Shape, Size

APIXO = ProviderName("apixo")

ENTRY = """
[one]
inputs = ["new", "old"]
max_tasks = 1
max_requests_per_minute = 2
first_poll_seconds = 3
poll_every_seconds = 4
callback_patience_seconds = 5
[[one.offers]]
model = "m-1"
title = "M 1"
seconds = [4, 8]
default_seconds = 8
shapes = { "16:9 720p" = "1280x720" }
max_prompt = 100
price = { unit = "second", usd = 0.1 }
expected_seconds = 60
deadline_seconds = 600
"""
TWO = ENTRY + ENTRY.replace("one", "two")


def test_every_provider_in_the_code_is_in_the_catalogue() -> None:
    catalogue = load_catalogue(provider_names())

    assert set(catalogue.limits) == set(provider_names())
    assert {offer.provider for offer in catalogue.offers} == set(provider_names())


def test_apixo_offers_sora_2_and_pro_in_four_eight_or_twelve_seconds() -> None:
    catalogue = load_catalogue(["apixo"])

    sora, pro = catalogue.offers
    assert (sora.model, pro.model) == ("sora-2", "sora-2-pro")
    assert sora.seconds == pro.seconds == (4, 8, 12)
    assert dict(sora.shapes) == {Shape("16:9", "720p"): Size(1280, 720), Shape("9:16", "720p"): Size(720, 1280)}
    assert pro.shapes[Shape("16:9", "1024p")] == Size(1792, 1024)
    assert pro.shapes[Shape("9:16", "1024p")] == Size(1024, 1792)
    assert (sora.max_prompt, pro.max_prompt) == (10_000, 5_000)
    assert sora.image_roles == {ImageRole.FIRST_FRAME}
    assert sora.image_as_link
    assert sora.price is None
    assert sora.deadline == timedelta(minutes=30)


def test_apixo_in_the_classic_form_offers_ten_or_fifteen_seconds_at_a_price() -> None:
    sora, pro = load_catalogue(["apixo"], {"apixo": "classic"}).offers

    assert sora.seconds == pro.seconds == (10, 15)
    assert sora.price == Price(PriceUnit.SECOND, 10_000)
    assert sora.price.of(15) == 150_000
    assert pro.price is None


def test_apixo_s_limits_and_rhythm() -> None:
    limits = load_catalogue(["apixo"]).limits[APIXO]

    assert (limits.max_tasks, limits.max_requests_per_minute) == (1000, 10_000)
    assert (limits.first_poll, limits.poll_every) == (timedelta(seconds=180), timedelta(seconds=10))


def test_limits_and_times_can_be_overridden() -> None:
    second = timedelta(seconds=1)
    changes = Overrides(
        max_tasks=3,
        max_requests_per_minute=60,
        first_poll=second,
        poll_every=second * 2,
        callback_patience=second * 3,
        expected=second * 4,
    )

    catalogue = load_catalogue(["apixo"], overrides={"apixo": changes})

    limits = catalogue.limits[APIXO]
    assert (limits.max_tasks, limits.max_requests_per_minute) == (3, 60)
    assert (limits.first_poll, limits.poll_every, limits.callback_patience) == (second, second * 2, second * 3)
    assert all(offer.expected == second * 4 for offer in catalogue.offers)


def test_offers_come_in_the_operator_s_order() -> None:
    assert [offer.provider for offer in read_catalogue(TWO, ["two", "one", "two"]).offers] == ["two", "one"]


def test_an_offer_without_a_form_exists_in_every_form() -> None:
    for form in ("new", "old"):
        assert len(read_catalogue(ENTRY, ["one"], {"one": form}).offers) == 1


def test_an_offer_of_another_form_is_left_out() -> None:
    text = ENTRY.replace('title = "M 1"', 'title = "M 1"\ninput = "old"')

    assert read_catalogue(text, ["one"]).offers == ()
    assert read_catalogue(text, ["one"], {"one": "old"}).offer(ProviderName("one"), ModelName("m-1")) is not None


def test_an_unknown_provider_is_answered_with_the_known_ones_and_the_nearest() -> None:
    with pytest.raises(UnknownChoice) as caught:
        load_catalogue(["APIX"])

    assert (caught.value.name, caught.value.nearest) == ("APIX", "apixo")
    assert "apixo" in caught.value.known
    assert "did you mean 'apixo'?" in str(caught.value)


def test_an_unknown_form_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        UnknownChoice, match="input of apixo 'clasic', known: classic, official; did you mean 'classic'"
    ):
        load_catalogue(["apixo"], {"apixo": "clasic"})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[one]", "[one", "no TOML"),
        ("max_tasks = 1", "", r"one\.max_tasks: Field required"),
        ("max_tasks = 1", "max_tasks = 0", r"one\.max_tasks: .*greater than 0"),
        ("max_tasks = 1", "max_task = 1", r"one\.max_task: .*not permitted"),
        ('model = "m-1"', 'model = "M 1"', r"one\.offers\.0\.model \(M 1\)"),
        ("max_prompt = 100", "max_prompt = 'x'", r"one\.offers\.0\.max_prompt \(m-1\)"),
        ("default_seconds = 8", "default_seconds = 5", r"one\.offers\.0 \(m-1\): .*5 is not one of \[4, 8\]"),
        ("default_seconds = 8", "", r"None is not one of \[4, 8\]"),
        ('"16:9 720p"', '"wide"', r"shapes\.wide"),
        ('"1280x720"', '"1280*720"', r"shapes\.16:9 720p \(m-1\)"),
        ('{ "16:9 720p" = "1280x720" }', "{}", r"shapes \(m-1\)"),
        ("usd = 0.1", "usd = -1", r"price\.usd \(m-1\)"),
        ('unit = "second"', 'unit = "minute"', r"price\.unit \(m-1\)"),
        ('title = "M 1"', 'title = "M 1"\ninput = "newest"', r"one: .*'newest' of m-1 is not one of"),
        ('title = "M 1"', 'title = "M 1"\nimage_roles = ["hero"]', r"image_roles\.0 \(m-1\)"),
    ],
)
def test_a_wrong_entry_is_named(old: str, new: str, said: str) -> None:
    assert old in ENTRY

    with pytest.raises(CatalogueError, match=said):
        read_catalogue(ENTRY.replace(old, new), ["one"])


def test_a_model_that_comes_twice_is_named() -> None:
    offer = ENTRY[ENTRY.index("[[") :]

    with pytest.raises(CatalogueError, match="offered twice: m-1"):
        read_catalogue(ENTRY + offer, ["one"])


def test_an_unknown_input_form_makes_no_spec() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        make_spec("apixo", "nonsense")


def test_an_account_lies_where_the_operator_says_or_at_the_provider() -> None:
    spec = make_spec("apixo")

    assert make_account(spec, "secret").base_url == "https://api.apixo.ai/api/v1"
    assert make_account(spec, "secret", "http://127.0.0.1:9/v1/").base_url == "http://127.0.0.1:9/v1"


def test_an_account_does_not_show_its_key() -> None:
    assert "secret" not in repr(make_account(make_spec("apixo"), "secret"))


@pytest.mark.parametrize("key", ["secret\n", " secret", "sécret", "sec\x00ret"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    with pytest.raises(ValueError, match="the key of apixo") as caught:
        make_account(make_spec("apixo"), key)

    assert key not in str(caught.value)
