"""The text form: options are found in any of their forms, and the prompt stays as it was written."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot import texts
from bot.commands import (
    Again,
    Cancel,
    Command,
    CommandName,
    Create,
    Help,
    History,
    Models,
    Problem,
    ProblemKind,
    Queue,
    Quota,
    Remix,
    SizeWish,
    Status,
)
from bot.commands.admin import Admin, AdminName
from bot.domain.job import JobId
from bot.domain.manner import Manner
from bot.domain.video import ImageRole, ModelName, ProviderName, Shape, Size
from bot.grammar import Resolved, again, from_options, parse, remix, resolve
from bot.grammar.quotes import is_several
from tests.builders import LANDSCAPE, PORTRAIT, a_catalogue, a_request, an_offer

PRO = ModelName("sora-2-pro")
WIDE = Shape("16:9", "1024p")
TALL = Shape("9:16", "1024p")
SIZES = {LANDSCAPE: Size(1280, 720), PORTRAIT: Size(720, 1280)}
CHEAP = an_offer(max_prompt=10_000, image_roles=frozenset(), default_seconds=4)
LONG = an_offer(
    provider=ProviderName("runware"),
    seconds=(4, 8, 12, 16, 20),
    shapes={LANDSCAPE: SIZES[LANDSCAPE]},
    default_seconds=8,
)
DEAR = an_offer(
    model=PRO,
    title="Sora 2 Pro",
    shapes={**SIZES, WIDE: Size(1792, 1024), TALL: Size(1024, 1792)},
    takes_seed=True,
    max_prompt=2000,
)
CATALOGUE = a_catalogue(CHEAP, LONG, DEAR)
JOB = JobId("k7m2qx9d")
UPRIGHT = SizeWish(aspect="9:16")


def read(text: str) -> Command | Problem:
    return parse(text, CATALOGUE)


def created(text: str) -> Create:
    command = read(text)
    assert isinstance(command, Create), command
    return command


def trouble(text: str) -> Problem:
    found = read(text)
    assert isinstance(found, Problem), found
    return found


# --- which command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "/sora ", "@sora ", "sora ", "Sora, ", "@Sora: ", "  /SORA\n"])
@pytest.mark.parametrize("word", ["", "create ", "Create ", "/create ", "create: "])
def test_the_address_and_the_word_create_are_optional(address: str, word: str) -> None:
    assert created(f"{address}{word}a red kite").prompt == "a red kite"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("queue", Queue()),
        ("/sora queue", Queue()),
        ("Queue?", Queue()),
        ("q", Queue()),
        ("history", History()),
        ("history 2", History(2)),
        ("history page 12", History(12)),
        ("history --page 3", History(3)),
        ("history 0", History(1)),
        ("admin pause", Admin(AdminName.PAUSE)),
        ("  admin pause", Admin(AdminName.PAUSE)),
        ("@sora admin pause", Admin(AdminName.PAUSE)),
        ("/sora-admin channel deny", Admin(AdminName.CHANNEL_DENY)),
        ("quota --private", Quota()),
        ("models", Models()),
        ("help", Help()),
        ("?", Help()),
        ("\u00a0 help", Help()),
        ("sora help", Help()),
        ("help create", Help("create")),
        ("", Help()),
        (" \n", Help()),
        ("@sora", Help()),
        ("status", Status()),
        ("status k7m2qx9d", Status(JOB)),
        ("status #K7M2QX9D", Status(JOB)),
        ("cancel k7m2qx9d", Cancel(JOB)),
        ("cancel job k7m2qx9d.", Cancel(JOB)),
        ("stop `k7m2qx9d`", Cancel(JOB)),
        ("again k7m2qx9d", Again(JOB)),
        ("retry k7m2qx9d", Again(JOB)),
        ("cancel k7m2qx9", Cancel(JobId("k7m2qx9"))),
    ],
)
def test_a_command_used_as_one_is_that_command(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("admin", ""),
        ("Admin!", ""),
        ("@sora admin dance now please ok then", "dance now please ok then"),
        ("admin pause for breath", "pause for breath"),
        ("admin, a red kite", "a red kite"),
        ("/sora-admin create a red kite", "create a red kite"),
    ],
)
def test_what_begins_like_an_admins_command_is_never_a_video(text: str, part: str) -> None:
    found = trouble(text)

    assert (found.kind, found.part) == (ProblemKind.UNKNOWN_ADMIN, part)
    assert "channel deny" in found.allowed


def test_a_video_of_an_admin_is_asked_for_by_create() -> None:
    assert created("create admin of a castle, asleep").prompt == "admin of a castle, asleep"


@pytest.mark.parametrize(
    "text",
    [
        "help me fly, a man shouts at the sky",
        "queue of people in the rain",
        "models on a catwalk",
        "history of the world in one take",
        "history 2 in black and white",
        "history 1984",
        "admin's desk, after midnight",
        "administrators dance",
        "cancel culture",
        "cancel everything, said the fox",
        "status quo",
        "again and again the waves come in",
        "again k7m2qx9d with feeling",
        "remix of a song",
        "remix",
        "creator of worlds",
        "soraya dances",
        "statue",
        "cancer cells",
        "cancle the show",
        "statues k7m2qx9d in the rain",
        "histroy 2 in black and white",
    ],
)
def test_anything_else_that_begins_with_a_command_word_is_a_prompt(text: str) -> None:
    command = read(text)

    if text == "remix":
        assert isinstance(command, Problem)
    else:
        assert command == Create(prompt=text)


@pytest.mark.parametrize("word", ["cancel", "again", "remix", "stop!"])
def test_a_command_without_the_job_it_needs_is_asked_for_it(word: str) -> None:
    found = trouble(word)

    assert found.kind is ProblemKind.NO_JOB
    assert "id" in texts.problem(found)


def test_remix_takes_a_job_a_prompt_and_options() -> None:
    assert read("remix k7m2qx9d the same at night, 8s portrait --model pro") == Remix(
        job_id=JOB, prompt="the same at night", seconds=8, size=UPRIGHT, model=PRO
    )


def test_remix_without_words_is_asked_for_them() -> None:
    assert trouble("remix k7m2qx9d 8s").kind is ProblemKind.NO_PROMPT


def test_again_with_options_says_that_it_takes_none() -> None:
    found = trouble("again k7m2qx9d 8s")

    assert (found.kind, found.part, found.option) == (ProblemKind.NO_OPTIONS, "8s", "again")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("staus", "status"), ("queu", "queue"), ("histroy", "history"), ("cancle", "cancel"), ("hlep", "help")],
)
def test_a_lone_slip_of_a_command_is_asked_about_and_not_filmed(word: str, meant: str) -> None:
    found = trouble(word)

    assert (found.kind, found.nearest) == (ProblemKind.UNKNOWN_COMMAND, meant)
    assert created(f"create {word}").prompt == word


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cancle k7m2qx9d", "cancel k7m2qx9d"),
        ("Cancell job k7m2qx9d!", "cancel k7m2qx9d"),
        ("@sora stauts #K7M2QX9D", "status k7m2qx9d"),
        ("agian k7m2qx9d", "again k7m2qx9d"),
        ("histroy 2", "history 2"),
        ("histroy, page 12.", "history 12"),
    ],
)
def test_a_slip_of_a_command_with_its_job_or_page_is_asked_about_and_not_filmed(text: str, meant: str) -> None:
    found = trouble(text)

    assert (found.kind, found.nearest) == (ProblemKind.UNKNOWN_COMMAND, meant)
    assert f"Write “@sora {meant}”" in texts.problem(found, Manner(before="@sora "))


@pytest.mark.parametrize(
    ("text", "option", "part"),
    [
        ("cancel k7m2qx9d please", "cancel", "please"),
        ("cancel k7m2qx9d, k7m2qx9e", "cancel", "k7m2qx9e"),
        ("stop `k7m2qx9d` 8s!", "cancel", "8s"),
        ("status k7m2qx9d and k7m2qx9e", "status", "and k7m2qx9e"),
    ],
)
def test_more_than_the_job_to_cancel_or_to_look_at_is_never_a_video(text: str, option: str, part: str) -> None:
    found = trouble(text)

    assert (found.kind, found.option, found.part) == (ProblemKind.ONLY_JOB, option, part)
    assert f"Write “@sora {option} k7m2qx9d”" in texts.problem(found, Manner(before="@sora "))


# --- small talk ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("help please", Help()),
        ("Please help!", Help()),
        ("thanks, help create", Help("create")),
        ("status please", Status()),
        ("status, thank you 🙏", Status()),
        ("please status k7m2qx9d", Status(JOB)),
        ("history please", History()),
        ("history 2 pls", History(2)),
        ("queue? thx", Queue()),
        ("@sora please, quota plz", Quota()),
        ("please cancel k7m2qx9d", Cancel(JOB)),
        ("pls cancel k7m2qx9d, thank you!", Cancel(JOB)),
        ("again k7m2qx9d please", Again(JOB)),
        ("please create thank you", Create(prompt="thank you")),
        ("please create a kite please", Create(prompt="a kite please")),
        ("please remix k7m2qx9d at night, thanks", Remix(job_id=JOB, prompt="at night, thanks")),
        ("please admin pause", Admin(AdminName.PAUSE)),
    ],
)
def test_courtesy_around_a_command_does_not_matter(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    "text", ["cancel please", "again please", "please stop", "remix, thank you!", "Please, cancel 🙏"]
)
def test_a_command_without_its_job_is_asked_for_it_however_courteous(text: str) -> None:
    assert trouble(text).kind is ProblemKind.NO_JOB


def test_a_slip_with_courtesy_is_a_slip() -> None:
    assert trouble("staus please").nearest == "status"


@pytest.mark.parametrize(
    "text",
    [
        *("thank you!", "hello", "hi", "Hey!!", "ok", "yes", "no", "test", "delete", "please", "ty", "cool 😎"),
        "wow :tada:",
        *("cancel that", "stop it please", "cancel last", "delete k7m2qx9d", "Remove `K7M2QX9D`, please", "k7m2qx9d"),
        *("show me my quota", "what can you do?", "how much does it cost?", "a video", "another one please"),
        "hi @sora",
        *("what's this?", "where is my video?", "thank you so much!", "testing, testing", "make me a video"),
        "great - thanks",
        *("how many videos do I get each day?", "hi, how long does a render take?", "who are you?", "_hello_ *you*"),
        *("how much is 8s?", "thanks a lot!", "do you sleep?"),
        *("how does “again” work?", "how do I get my money back? thanks", "what does a film cost ?"),
        "are you a robot? 🤖",
        *("thank you 🙏", "thanks :+1:", "hello \U000f0000"),
    ],
)
def test_small_talk_is_asked_about_and_not_filmed(text: str) -> None:
    found = trouble(text)

    assert found.kind is ProblemKind.NOT_A_VIDEO
    assert "as in “@sora create" in texts.problem(found, Manner(before="@sora "))
    assert "“@sora help”" in texts.problem(found, Manner(before="@sora "))
    assert f"“@sora create {found.part}”" in texts.problem(found, Manner(before="@sora "))


@pytest.mark.parametrize(
    "text", ["thank you!", "cancel that", "please", "what can you do?", "a video", "how long is it?"]
)
def test_small_talk_is_filmed_by_create_or_in_quotes_or_with_a_wish(text: str) -> None:
    assert read(f"create {text}") == Create(prompt=text)
    assert read(f'"{text}"') == Create(prompt=text)
    assert read(f"{text}, 8s") == Create(prompt=text, seconds=8)
    assert read(f"{text} --seconds 8") == Create(prompt=text, seconds=8)
    assert read(f"remix k7m2qx9d {text}") == Remix(job_id=JOB, prompt=text)


@pytest.mark.parametrize(
    "text",
    [
        *("beautiful day", "a good night", "love", "cancel culture, a play", "help me fly", "stop motion", "no-show"),
        *("again and again the waves", "please, a red kite", "a red kite please", "hello kitty"),
        "thank you for the music",
        *("can you make a video of a cat?", "what if cats ruled the world?", "sunburst", "show me a cat"),
        "delete the moon",
        *("how much wood would a woodchuck chuck if it could?", "how much is the fish", "are you “ready” to fly"),
        '"hi" there',
        *("🪁", "please help me fly", "thanks, history of the world"),
        *("show me a 🐉", "a :dragon:", "I want a 🦄!", "show me \U000f0000"),
        *("How do volcanoes erupt?", "what does a black hole look like?", "Do you want to build a snowman?"),
    ],
)
def test_words_that_a_video_can_show_stay_a_prompt(text: str) -> None:
    assert read(text) == Create(prompt=text)


def test_what_calls_the_bot_is_taken_off_once() -> None:
    assert parse("sora from the tale jumps", CATALOGUE) == Create(prompt="from the tale jumps")
    assert parse("sora from the tale jumps", CATALOGUE, is_called=True) == Create(prompt="sora from the tale jumps")


def test_a_shape_that_gives_way_is_not_named_where_another_is_wrong() -> None:
    assert trouble("a family portrait, landscape 9999p").part == "landscape 9999p"


def test_beside_a_picture_small_talk_says_what_becomes_of_it() -> None:
    assert parse("make this a video", CATALOGUE, has_picture=True) == Create(prompt="make this a video")
    assert trouble("make this a video").kind is ProblemKind.NOT_A_VIDEO


# --- the forms of options ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "8s",
        "8 s",
        "8S",
        "8sec",
        "8 sec",
        "8 seconds",
        "8 second",
        "8-second",
        "--seconds 8",
        "--seconds=8",
        "--seconds 8s",
        "--seconds 8 seconds",
        "--duration 8",
        "seconds:8",
        "seconds: 8",
        "SECONDS:8",
        "--8s",
        "—seconds 8",
        "–seconds 8",
        "8\u00a0s",
        "８ｓ",
        "８ 秒8s"[0:2] + "s",
        "seconds：８",
        '--seconds "8"',
        "--seconds “8”",
        "for 8 seconds",
    ],
)
def test_every_form_of_a_length_is_understood(form: str) -> None:
    command = created(f"a red kite {form}")

    assert (command.prompt, command.seconds) == ("a red kite", 8)


@pytest.mark.parametrize(
    ("form", "wish"),
    [
        (", portrait", UPRIGHT),
        (", PORTRAIT", UPRIGHT),
        (", landscape", SizeWish(aspect="16:9")),
        ("16:9", SizeWish(aspect="16:9")),
        ("９：１６", UPRIGHT),
        ("1280x720", SizeWish(pixels=Size(1280, 720))),
        ("1280 x 720", SizeWish(pixels=Size(1280, 720))),
        ("1280×720", SizeWish(pixels=Size(1280, 720))),
        ("1280*720", SizeWish(pixels=Size(1280, 720))),
        ("720p", SizeWish(tier="720p")),
        ("portrait 720p", SizeWish(aspect="9:16", tier="720p")),
        ("720p, portrait", SizeWish(aspect="9:16", tier="720p")),
        ("--size portrait", UPRIGHT),
        ("--size=portrait", UPRIGHT),
        ("--size portrait 720p", SizeWish(aspect="9:16", tier="720p")),
        ("--size 1280 x 720", SizeWish(pixels=Size(1280, 720))),
        ("--size vertical", UPRIGHT),
        ('--size "portrait, 720p"', SizeWish(aspect="9:16", tier="720p")),
        ("size:1280x720", SizeWish(pixels=Size(1280, 720))),
        ("--ar 9:16", UPRIGHT),
        ("--portrait", UPRIGHT),
        ("in portrait", UPRIGHT),
    ],
)
def test_every_form_of_a_size_is_understood(form: str, wish: SizeWish) -> None:
    command = created(f"a red kite {form}")

    assert (command.prompt, command.size) == ("a red kite", wish)


@pytest.mark.parametrize(
    ("text", "prompt", "wish"),
    [
        ("a family portrait", "a family portrait", UPRIGHT),
        ("a family portrait, please!", "a family portrait", UPRIGHT),
        ("a pet portrait, 4s x2", "a pet portrait", UPRIGHT),
        ("a red kite PORTRAIT 4s", "a red kite", UPRIGHT),
        ("an oil painting of a moonlit landscape", "an oil painting of a moonlit landscape", SizeWish(aspect="16:9")),
        ("people in the town square", "people in the town square", None),
        ("a village square, 4s", "a village square", None),
        ("market square - 8s", "market square", None),
        ("a family portrait. 8s", "a family portrait.", UPRIGHT),
        ("a family portrait — 8s", "a family portrait", UPRIGHT),
        ("a family portrait, landscape", "a family portrait", SizeWish(aspect="16:9")),
        ("16:9, a family portrait", "a family portrait", SizeWish(aspect="16:9")),
        ("a family portrait --size landscape", "a family portrait", SizeWish(aspect="16:9")),
        ("a family portrait, 720p", "a family portrait", SizeWish(aspect="9:16", tier="720p")),
    ],
)
def test_a_shape_that_may_be_what_the_video_shows_stays_in_the_prompt(
    text: str, prompt: str, wish: SizeWish | None
) -> None:
    command = created(text)

    assert (command.prompt, command.size) == (prompt, wish)


@pytest.mark.parametrize(
    "form", ["--model pro", "--model=PRO", "model:sora-2-pro", '--model "Sora 2 Pro"', "--model 2-pro", "--model=2_pro"]
)
def test_a_model_is_known_by_its_name_its_title_or_a_part_no_other_has(form: str) -> None:
    command = created(f"a red kite {form}")

    assert (command.prompt, command.model) == ("a red kite", PRO)


def test_a_full_name_is_that_model_even_where_it_is_part_of_another() -> None:
    assert created("a red kite --model sora-2").model == "sora-2"


def test_a_part_of_several_names_is_asked_about() -> None:
    found = trouble("a red kite --model sora")

    assert (found.kind, found.allowed) == (ProblemKind.SEVERAL_MODELS, ("sora-2", "sora-2-pro"))


@pytest.mark.parametrize("name", ["sora-2", "Sora 2", "SORA_2"])
def test_a_name_that_another_only_begins_with_is_asked_about_and_not_taken_for_that(name: str) -> None:
    found = parse(f'a red kite --model "{name}"', a_catalogue(DEAR))

    assert isinstance(found, Problem)
    assert (found.kind, found.part, found.nearest) == (ProblemKind.UNKNOWN_MODEL, name, PRO)
    assert from_options(CommandName.CREATE, {"prompt": "a red kite", "model": name}, a_catalogue(DEAR)) == found


@pytest.mark.parametrize("name", ["pro", "2-pro", "Sora 2 Pro", "sora", "sora-2-p"])
def test_a_part_of_the_only_model_is_that_model(name: str) -> None:
    assert parse(f'a red kite --model "{name}"', a_catalogue(DEAR)) == Create(prompt="a red kite", model=PRO)


@pytest.mark.parametrize("form", ["x3", "×3", "--count 3", "--count=3", "count:3", "--n 3", "--count x3"])
def test_every_form_of_a_count_is_understood(form: str) -> None:
    command = created(f"a red kite {form}")

    assert (command.prompt, command.count) == ("a red kite", 3)


@pytest.mark.parametrize("form", ["--private", "private:", "private:yes", "--private=true", "--private."[:-1]])
def test_every_form_of_a_flag_is_understood(form: str) -> None:
    command = created(f"a red kite {form}")

    assert (command.prompt, command.private) == ("a red kite", True)


@pytest.mark.parametrize(
    "text",
    [
        "a red kite, private",
        "a red kite, Private.",
        "a red kite，private",
        "a red kite\nprivate",
        "private, a red kite",
        "private\na red kite",
        "a red kite (private)",
        "a red kite, ( private ).",
        '"a red kite" private',
    ],
)
def test_the_word_private_by_itself_is_the_flag(text: str) -> None:
    assert created(text) == Create(prompt="a red kite", private=True)


@pytest.mark.parametrize(
    "text",
    [
        "a red kite, private, 8s",
        "a red kite, 8s private",
        "8s, private, a red kite",
        "private 8s, a red kite (private)",
    ],
)
def test_the_word_private_stands_among_other_options(text: str) -> None:
    assert created(text) == Create(prompt="a red kite", seconds=8, private=True)


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("the secret launch. Private.", "the secret launch."),
        ("the secret launch! private", "the secret launch!"),
        ("where is it? private", "where is it?"),
        ("the secret launch; private", "the secret launch;"),
        ("the secret launch, private?", "the secret launch"),
        ("the secret launch - private", "the secret launch"),
        ("the secret launch – Private!", "the secret launch"),
        ("the secret launch — private", "the secret launch"),
        ("the secret launch - --private", "the secret launch"),
        ("the secret launch\n• private", "the secret launch"),
        ("the secret launch\n* --private\n", "the secret launch"),
        ("private - the secret launch", "the secret launch"),
    ],
)
def test_the_end_of_a_sentence_and_a_dash_alone_divide_a_wish_from_the_prompt(text: str, prompt: str) -> None:
    assert created(text) == Create(prompt=prompt, private=True)


@pytest.mark.parametrize(
    "text",
    [
        *("a kite\n• 4s\n• portrait", "a kite\n- 4s\n- portrait\n", "a kite - 4s - portrait", "4s - portrait – a kite"),
        *("a kite\n* --seconds 4\n* --size portrait", "a kite\n• --seconds 4\n• portrait"),
        "a kite — for 4s — portrait",
    ],
)
def test_wishes_may_stand_in_a_list(text: str) -> None:
    assert created(text) == Create(prompt="a kite", seconds=4, size=UPRIGHT)


@pytest.mark.parametrize(
    "text",
    [
        *("the secret launch `--private`", "the secret launch, *private*", "the secret launch, **private** please"),
        *("the secret launch, *private*.", "the secret launch\n• _private_", "the secret launch `--private`, thanks!"),
        *("*private*, the secret launch", "`--private` the secret launch", '"the secret launch" *private*'),
        *("the secret launch, ~private~", "the secret launch, *_private_*", "*--private* the secret launch"),
    ],
)
def test_formatting_around_a_flag_does_not_matter(text: str) -> None:
    assert created(text) == Create(prompt="the secret launch", private=True)


@pytest.mark.parametrize(
    "text",
    [
        *("a kite, *4s portrait*", "_4s portrait_ a kite", "a kite *4s*, _portrait_", "*4s*, a kite, `portrait`"),
        *("a kite `--seconds 4 --size portrait`", "a kite, _--seconds 4_, *portrait*", "a kite *4s*, portrait"),
        *(
            '*4s portrait*, "a kite"',
            "a kite, `4s --portrait` please",
            "*portrait*: a kite 4s",
            "a kite\n• *4s*\n• portrait",
        ),
    ],
)
def test_formatting_around_wishes_does_not_matter(text: str) -> None:
    assert created(text) == Create(prompt="a kite", seconds=4, size=UPRIGHT)


@pytest.mark.parametrize(
    "prompt",
    [
        *("a red kite *private*", "a house in the *landscape*", "rock, *private*, with roses"),
        *(
            "a terminal that shows `--private` in green",
            "*portrait* of a man",
            "a kite *4s",
            "Times *Square*",
            "*a kite*",
        ),
        *('a sign: "mine `--private`"', "the *landscape*, _a painting_"),
    ],
)
def test_formatting_elsewhere_belongs_to_the_prompt(prompt: str) -> None:
    assert read(f"create {prompt}") == Create(prompt=prompt)
    assert created(f"create {prompt}, 4s") == Create(prompt=prompt, seconds=4)


def test_a_slip_in_formatting_is_asked_about() -> None:
    assert trouble("the secret launch `--privat`").kind is ProblemKind.UNKNOWN_OPTION


@pytest.mark.parametrize(
    "end",
    [
        *("please", "Please!", "pls", "plz", "thanks", "thank you", "Thank you!!", "thx", "ty", ", please"),
        *("🙏", "please 🙏", "please🙏", ":pray:", ":pray::skin-tone-2: thanks", "<:kite:17>", "?", "!", ". Thanks."),
        *("- please", "\n• thanks 🙏", "?!"),
    ],
)
def test_courtesy_after_a_wish_goes_with_it(end: str) -> None:
    assert created(f"the secret launch, private {end}") == Create(prompt="the secret launch", private=True)
    assert created(f"a kite, 4s portrait {end}") == Create(prompt="a kite", seconds=4, size=UPRIGHT)
    assert created(f"the secret launch --private {end}") == Create(prompt="the secret launch", private=True)
    assert created(f'"a kite" 4s portrait {end}') == Create(prompt="a kite", seconds=4, size=UPRIGHT)


@pytest.mark.parametrize(
    "prompt",
    [
        *("a boy says please", "a kite 🙏", "a sign that says 4s now please", "a red kite private please"),
        *("say thank you", "a kite in the landscape ?", "a kite in the landscape, thanks"),
    ],
)
def test_courtesy_after_anything_else_belongs_to_the_prompt(prompt: str) -> None:
    assert read(f"create {prompt}") == Create(prompt=prompt)
    assert created(f"create {prompt} --private") == Create(prompt=prompt, private=True)


def test_courtesy_after_what_a_repeat_does_not_take_is_no_prompt() -> None:
    assert trouble("again k7m2qx9d 8s please").kind is ProblemKind.NO_OPTIONS


def test_the_word_private_after_a_job_is_the_flag() -> None:
    assert read("remix k7m2qx9d at night, private") == Remix(job_id=JOB, prompt="at night", private=True)
    assert trouble("again k7m2qx9d, private").kind is ProblemKind.NO_OPTIONS
    assert trouble("private").kind is ProblemKind.NO_PROMPT


def test_a_flag_takes_no_word_of_the_prompt() -> None:
    assert created("--private a red kite") == Create(prompt="a red kite", private=True)


def test_a_seed_and_a_picture_are_options() -> None:
    command = created("a red kite --model pro --seed 7 --image <https://example.org/a,b.png|kite> --pad")

    assert command == Create(prompt="a red kite", model=PRO, seed=7, image_url="https://example.org/a,b.png", pad=True)


@pytest.mark.parametrize(
    "text", ["--image k7m2qx9d it lands", "it lands image:k7m2qx9d", "it lands, --image `K7M2QX9D`"]
)
def test_the_id_of_a_video_may_stand_for_the_picture_it_ends_with(text: str) -> None:
    assert parse(text, CATALOGUE) == Create(prompt="it lands", image_of=JobId("k7m2qx9d"))


def test_many_options_come_together_in_any_order() -> None:
    text = "8s --model pro, a red kite, x2 --seed=7 portrait 720p"

    assert created(text) == Create(
        prompt="a red kite", seconds=8, model=PRO, count=2, seed=7, size=SizeWish(aspect="9:16", tier="720p")
    )


# --- what stays prompt ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prompt",
    [
        "portrait of an old man",
        "Landscape with a river",
        "square dancers in a barn",
        "8 seconds of silence",
        "10 seconds to midnight",
        "a landscape painter at work",
        "a house in a landscape",
        "a night in Times Square",
        "dancers in the 80s",
        "a drive in a BMW X3",
        "a train leaves at 10:30",
        "water boils in 8 seconds",
        "a x2 b",
        "the monster—it was a dog—ran",
        "wait--what",
        "a dash -- and another",
        "Model: a woman in red",
        "Scene count: 3 sheep jump",
        "private: keep out, says the sign",
        "a red kite private",
        "a private beach",
        "private eyes, watching",
        "a garden, private, with roses",
        "a letter (private) on a desk",
        'a sign: "keep out, private"',
        'a sign that says "--seconds 8"',
        "a sign that says “model:pro”",
        '"red" and "blue" kites',
        'a 5" nail',
        "first line\n\n  second line\twith a tab",
        "🪁 a kite, 凧 and more 🪁",
        "it's 'quoted' in its own way",
        "a neon sign that reads: private",
        "rock & <roll> *stars* @everyone",
    ],
)
def test_what_only_looks_like_an_option_stays_in_the_prompt(prompt: str) -> None:
    assert read(f"create {prompt}") == Create(prompt=prompt)


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("a landscape painter at work, 8s portrait", "a landscape painter at work"),
        ("8s portrait a landscape painter", "a landscape painter"),
        ("portrait: an old man", "an old man"),
        ("portrait, an old man", "an old man"),
        ("8s portrait of a man", "portrait of a man"),
        ("a clock that shows 16:9", "a clock that shows"),
        ("a red kite --seconds 8 over the sea", "a red kite over the sea"),
        ("a red, --seconds 8, kite", "a red, kite"),
        ("a red --seconds 8, kite", "a red, kite"),
        ("a red\n--seconds 8\nkite", "a red\nkite"),
        ("a  red --private  kite", "a  red kite"),
        ("a kite. 8s. portrait.", "a kite."),
        ("a kite!\n8s\nportrait", "a kite!"),
        ("prompt: a kite 8s", "a kite"),
    ],
)
def test_only_the_options_and_the_separators_beside_them_go(text: str, prompt: str) -> None:
    assert created(text).prompt == prompt


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ('"a clock that shows 16:9 --seconds 99" 8s', "a clock that shows 16:9 --seconds 99"),
        ('8s "portrait of a man"', "portrait of a man"),
        ('"say "hi" loudly" 8s', 'say "hi" loudly'),
        ('"a 5" nail" 8s', 'a 5" nail'),
        ("“curly” 8s", "curly"),
        ("„ein Drachen“ 8s", "ein Drachen"),
        ("«un cerf-volant» 8s", "un cerf-volant"),
        ('" spaces kept " 8s', " spaces kept "),
        ('"a kite" --model "pro" 8s', "a kite"),
    ],
)
def test_quotes_around_the_whole_prompt_come_off_and_guard_what_is_inside(text: str, prompt: str) -> None:
    command = created(text)

    assert (command.prompt, command.seconds) == (prompt, 8)


@pytest.mark.parametrize("prompt", ['"red" vs "blue"', '"red", "blue"', "“red” and “blue”", 'he said "hi"'])
def test_quotes_that_are_not_one_pair_around_the_whole_prompt_stay(prompt: str) -> None:
    assert created(f"{prompt} 8s").prompt == prompt


@pytest.mark.parametrize("text", ["create", "8s", "8s portrait", "create 16:9", '""', 'create "  " 8s', "--private x2"])
def test_options_alone_are_asked_for_a_prompt(text: str) -> None:
    assert trouble(text).kind is ProblemKind.NO_PROMPT


# --- what is wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "part", "nearest"),
    [
        ("a kite --durration 8", ProblemKind.UNKNOWN_OPTION, "--durration", "--seconds"),
        ("a kite --zzz", ProblemKind.UNKNOWN_OPTION, "--zzz", None),
        ("a kite --seconds", ProblemKind.MISSING_VALUE, "--seconds", None),
        ("a kite --size --private", ProblemKind.MISSING_VALUE, "--size", None),
        ("a kite --seconds eight", ProblemKind.BAD_NUMBER, "eight", None),
        ("a kite --count 9", ProblemKind.BAD_NUMBER, "9", "4"),
        ("a kite x0", ProblemKind.BAD_NUMBER, "x0", "1"),
        ("a kite --seed -1", ProblemKind.BAD_NUMBER, "-1", None),
        ("a kite --private=maybe", ProblemKind.BAD_FLAG, "maybe", None),
        ("a kite --image ftp://x.org/a", ProblemKind.BAD_LINK, "ftp://x.org/a", None),
        ("a kite --model sora-3", ProblemKind.UNKNOWN_MODEL, "sora-3", "sora-2"),
        ("a kite --size portait", ProblemKind.UNKNOWN_SIZE, "portait", "portrait"),
        ("a kite 8s 12s", ProblemKind.GIVEN_TWICE, "12s", None),
        ("a kite, portrait --size 16:9", ProblemKind.GIVEN_TWICE, "portrait", None),
        ("a kite --model pro --model sora-2", ProblemKind.GIVEN_TWICE, "sora-2", None),
        ("a kite 9s", ProblemKind.NO_SUCH_SECONDS, "9s", "8"),
        ("a kite 1:1", ProblemKind.NO_SUCH_SIZE, "1:1", "landscape 720p"),
        ("a kite 1080p", ProblemKind.NO_SUCH_SIZE, "1080p", "landscape 720p"),
        ("a kite 1000x1800", ProblemKind.NO_SUCH_SIZE, "1000x1800", "portrait 720p"),
        ("a kite landscape 720x1280", ProblemKind.NO_SUCH_SIZE, "landscape 720x1280", "portrait 720p"),
        ("a kite 16s portrait", ProblemKind.NO_SUCH_SET, "16s", "12"),
    ],
)
def test_a_wrong_part_is_named_with_what_was_probably_meant(
    text: str, kind: ProblemKind, part: str, nearest: str | None
) -> None:
    found = trouble(text)

    assert (found.kind, found.part, found.nearest) == (kind, part, nearest)


def test_the_same_value_twice_is_no_contradiction() -> None:
    assert created("8s a red kite --seconds 8 x2 count:2").seconds == 8


def test_a_prompt_over_the_limit_says_how_long_it_is_and_how_long_it_may_be() -> None:
    found = trouble("k" * 10_001)

    assert (found.kind, found.part, found.allowed) == (ProblemKind.PROMPT_TOO_LONG, "10,001", ("10,000",))


@pytest.mark.parametrize("text", ["a kite 1792x1024", "a kite --seed 7", "a kite 9:16 1024p"])
def test_what_another_model_can_do_is_pointed_out_and_not_bought(text: str) -> None:
    found = trouble(text)

    assert found.elsewhere == ("sora-2-pro",)
    assert "--model sora-2-pro" in texts.problem(found)


def test_without_any_model_nothing_can_be_made() -> None:
    empty = a_catalogue()
    empty = type(empty)(offers=(), limits={})

    found = parse("a red kite", empty)

    assert isinstance(found, Problem)
    assert found.kind is ProblemKind.NO_MODELS


# --- the offer -----------------------------------------------------------------------------------------------------


def resolved(command: Create, *, has_image: bool = False) -> Resolved:
    found = resolve(command, CATALOGUE, has_image=has_image)
    assert isinstance(found, Resolved), found
    return found


def test_who_asks_for_nothing_gets_the_first_offer_with_its_own_defaults() -> None:
    assert resolved(Create(prompt="a kite")) == Resolved(offer=CHEAP, seconds=4, shape=LANDSCAPE, size=Size(1280, 720))


def test_the_first_offer_that_fits_is_taken() -> None:
    assert resolved(Create(prompt="a kite", seconds=16)).offer is LONG
    assert resolved(Create(prompt="a kite", size=UPRIGHT)).offer is CHEAP
    assert resolved(Create(prompt="a kite", model=PRO)).offer is DEAR


def test_a_picture_goes_to_an_offer_that_takes_one() -> None:
    assert CHEAP.image_roles == frozenset()
    assert ImageRole.FIRST_FRAME in LONG.image_roles
    assert resolved(Create(prompt="a kite"), has_image=True).offer is LONG
    assert resolved(Create(prompt="a kite", image_url="https://example.org/a.png")).offer is LONG


@pytest.mark.parametrize(
    ("wish", "shape"),
    [
        (SizeWish(aspect="9:16"), PORTRAIT),
        (SizeWish(tier="1024p"), WIDE),
        (SizeWish(aspect="9:16", tier="1024p"), TALL),
        (SizeWish(pixels=Size(1024, 1792)), TALL),
    ],
)
def test_a_size_can_be_wished_for_by_any_of_its_parts(wish: SizeWish, shape: Shape) -> None:
    assert resolved(Create(prompt="a kite", model=PRO, size=wish)).shape == shape


def test_a_model_that_decides_the_length_itself_takes_no_length() -> None:
    catalogue = a_catalogue(an_offer(seconds=(), default_seconds=None))

    free = resolve(Create(prompt="a kite"), catalogue)
    found = resolve(Create(prompt="a kite", seconds=8), catalogue)

    assert isinstance(free, Resolved)
    assert free.seconds is None
    assert isinstance(found, Problem)
    assert "Leave it out" in texts.problem(found)


def test_the_same_again_is_the_same_request() -> None:
    request = a_request("a red kite", shape=PORTRAIT, size=Size(720, 1280), seconds=12)

    found = resolved(again(request))

    assert (found.offer.model, found.seconds, found.shape, found.size) == ("sora-2", 12, PORTRAIT, Size(720, 1280))


def test_a_remix_keeps_what_was_not_asked_for() -> None:
    request = a_request("a red kite", shape=PORTRAIT, size=Size(720, 1280), seconds=12)

    command = remix(Remix(job_id=JOB, prompt="at night", model=PRO), request, CATALOGUE)

    found = resolved(command)
    assert (command.prompt, found.offer.model, found.seconds, found.shape) == ("at night", PRO, 12, PORTRAIT)


def test_a_remix_with_a_model_that_cannot_do_the_old_length_takes_its_default() -> None:
    request = a_request("a red kite", seconds=20)

    command = remix(Remix(job_id=JOB, prompt="at night", model=PRO), request, CATALOGUE)

    assert resolved(command).seconds == DEAR.default_seconds


# --- forms and slash commands --------------------------------------------------------------------------------------


def test_the_fields_of_a_form_make_the_same_command_as_the_text() -> None:
    values = {
        "prompt": "a red kite",
        "size": "portrait 720p",
        "seconds": 8,
        "model": "pro",
        "count": 2,
        "private": True,
    }

    command = from_options(CommandName.CREATE, values, CATALOGUE)

    assert command == created('"a red kite" portrait 720p 8s --model pro x2 --private')


def test_fields_that_were_left_empty_were_not_given() -> None:
    values = {"prompt": "8s portrait", "size": "", "seconds": None, "private": False}

    assert from_options(CommandName.CREATE, values, CATALOGUE) == Create(prompt="8s portrait")


@pytest.mark.parametrize(
    ("name", "values", "command"),
    [
        (CommandName.STATUS, {}, Status()),
        (CommandName.STATUS, {"job": "#K7M2QX9D"}, Status(JOB)),
        (CommandName.CANCEL, {"job": JOB}, Cancel(JOB)),
        (CommandName.AGAIN, {"job": JOB}, Again(JOB)),
        (CommandName.REMIX, {"job": JOB, "prompt": "at night"}, Remix(job_id=JOB, prompt="at night")),
        (CommandName.HELP, {"topic": "create"}, Help("create")),
        (CommandName.QUEUE, {}, Queue()),
        (CommandName.HISTORY, {}, History()),
        (CommandName.HISTORY, {"page": 2}, History(2)),
        (CommandName.HISTORY, {"page": "no number"}, History(1)),
        (CommandName.QUOTA, {}, Quota()),
        (CommandName.MODELS, {}, Models()),
    ],
)
def test_every_command_can_come_from_a_form(name: CommandName, values: dict[str, object], command: Command) -> None:
    assert from_options(name, values, CATALOGUE) == command


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        (CommandName.CREATE, {}, ProblemKind.NO_PROMPT),
        (CommandName.CREATE, {"prompt": "a kite", "count": 9}, ProblemKind.BAD_NUMBER),
        (CommandName.CREATE, {"prompt": "a kite", "model": "zzz"}, ProblemKind.UNKNOWN_MODEL),
        (CommandName.CANCEL, {"job": " "}, ProblemKind.NO_JOB),
        (CommandName.REMIX, {"prompt": "at night"}, ProblemKind.NO_JOB),
    ],
)
def test_a_form_is_checked_like_the_text(name: CommandName, values: dict[str, object], kind: ProblemKind) -> None:
    found = from_options(name, values, CATALOGUE)

    assert isinstance(found, Problem)
    assert found.kind is kind


# --- any text at all -----------------------------------------------------------------------------------------------

PIECES = (
    *("8s", "8", "s", "seconds", "portrait", "landscape", "16:9", "1280x720", "1280", "x", "720p", "x3", "x9", "9s"),
    *("--seconds", "--size", "--model", "--count=3", "--seed", "--private", "--image", "--zap", "--", "—", "—seconds"),
    *(
        "private",
        "(private)",
        ", private",
        "model:pro",
        "seconds:",
        "size:",
        "private:",
        "count:x",
        "model:zzz",
        "https://example.org/a.png",
        "pro",
        "zzz",
    ),
    *(
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "'",
        ",",
        "，",
        ".",
        ":",
        "\n",
        " ",
        "\u00a0",
        "\u3000",
        "８ｓ",
        "🪁",
        "\0",
        "a",
        "the",
    ),
    *(
        "please",
        "thank you",
        "thanks!",
        "?",
        "*private*",
        "`--private`",
        "• 4s",
        "-",
        "hello",
        "what can you",
        "my",
        "🙏",
    ),
    *(
        "create",
        "remix",
        "again",
        "status",
        "cancel",
        "queue",
        "help",
        "/sora",
        "@sora",
        "k7m2qx9d",
        "a red kite",
        "of",
    ),
)
any_text = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=8).map(" ".join),
)


@given(any_text)
def test_any_text_is_a_command_or_a_problem_that_says_what_is_wrong_and_what_would_be_right(text: str) -> None:
    found = read(text)

    if isinstance(found, Problem):
        sentence = texts.problem(found)
        assert found.part in sentence
        assert all(value in sentence for value in found.allowed)
        assert found.nearest is None or found.nearest in sentence


@given(any_text)
def test_what_is_understood_can_be_made_and_has_a_prompt(text: str) -> None:
    command = read(text)

    if isinstance(command, Create):
        assert command.prompt.strip()
        assert isinstance(resolve(command, CATALOGUE), Resolved)


@given(any_text, st.sampled_from(['create "{}" 8s portrait', '8s, portrait "{}"', '"{}" --seconds 8 --size portrait']))
@example('foo" 8s', 'create "{}" 8s portrait')
@example("--seconds 12 landscape", 'create "{}" 8s portrait')
@example("“half a quotation", 'create "{}" 8s portrait')
@example("\n kept \t", 'create "{}" 8s portrait')
def test_a_prompt_in_quotes_comes_out_unchanged(prompt: str, form: str) -> None:
    assume(prompt.strip())
    assume(not is_several(f'"{prompt}"'))  # `red" and "blue` in quotes cannot be told from two quotations

    command = created(form.format(prompt))

    assert (command.prompt, command.seconds, command.size) == (prompt, 8, UPRIGHT)


plain_prompts = st.lists(
    st.sampled_from(
        ["red", "kites", "it's", "🪁", "凧", "(sea)", "fly.", "A", "№5", "*bold*", "3", "e.g.", "ＦＵＬＬ"]
    ),
    min_size=1,
    max_size=8,
).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", "  ", ", ", "\n", "\n\n", " – ", ",", "\t", "\u00a0"]),
        min_size=len(words),
        max_size=len(words),
    ).map(lambda gaps: "".join(part for pair in zip(words, gaps, strict=True) for part in pair).rstrip(" \n\t,–\u00a0"))
)


@given(plain_prompts, st.sampled_from(["create {}, 8s portrait", "8s portrait, {}", "--seconds 8 {} --size portrait"]))
def test_a_prompt_without_quotes_comes_out_unchanged(prompt: str, form: str) -> None:
    assume(not prompt[0].isspace())

    command = created(form.format(prompt))

    assert (command.prompt, command.seconds, command.size) == (prompt, 8, UPRIGHT)


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "“ ",
        '" ',
        '"',
        ",",
        " ",
        "8",
        "8s ",
        "1280 x ",
        "--",
        "--pad ",
        "--size ",
        "--size 720p ",
        "size: ",
        "model: zz ",
        "portrait ",
        "— ",
        "- ",
        "please ",
        "8s please ",
        "hello ",
        "how much ",
        ":a",
        "🙏",
        "`8s` ",
        "*8s* ",
        "*8s ",
        "_",
        "`--pad` ",
        "`--pad` a ",
        "<",
        "x3, ",
        "private, ",
        "private ",
        "8s private ",
        "\n",
    ],
)
def test_ten_thousand_characters_of_anything_are_read_at_once(piece: str) -> None:
    text = ("a " + piece * 10_000)[:10_000]

    times = [reading_time(text) for _ in range(3)]

    assert min(times) < 0.25  # measured 1 to 30 ms; a slip into quadratic time takes seconds


def reading_time(text: str) -> float:
    started = time.perf_counter()
    read(text)
    return time.perf_counter() - started
