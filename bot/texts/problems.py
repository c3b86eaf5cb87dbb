"""What is wrong with a request: each sentence quotes it, names what could stand there, and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.commands import Problem, ProblemKind, command_spec
from bot.commands.table import CommandName
from bot.domain.errors import BadImage
from bot.domain.manner import WRITTEN, Manner
from bot.texts.amounts import all_of, any_of

_EXAMPLE_VALUES: Final = {
    "size": "portrait",
    "seconds": "8",
    "model": "sora-2",
    "image": "https://example.org/kite.png",
    "count": "2",
    "seed": "7",
    "private": "yes",
    "pad": "yes",
}


def problem(found: Problem, manner: Manner = WRITTEN) -> str:
    """The sentences for one problem."""
    return _SENTENCES[found.kind](found, manner)


def bad_image(error: BadImage) -> str:
    """Why a reference image cannot be used, and what to send instead."""
    return _IMAGES.get(error.problem, "The bot cannot use that picture. Try a JPEG, PNG or WebP of up to 10 MB.")


_IMAGES: Final = {
    "not_an_image": "That is not a picture the bot can read. Send a JPEG, PNG or WebP.",
    "too_large": "That picture is larger than 10 MB. Send a smaller one.",
    "too_many_pixels": "That picture has too many pixels. Scale it down and send it again.",
    "unsupported": "The bot cannot use that kind of picture. Send a JPEG, PNG or WebP.",
    "unsupported_by_model": "This model takes no pictures. Leave the picture out, or pick another model.",
    "unreachable": "The picture could not be fetched. Check the link, or upload the picture instead.",
    "forbidden": "The bot does not open addresses of that kind. Upload the picture instead.",
}


def _no_prompt(_found: Problem, manner: Manner) -> str:
    if manner.has_fields:
        return "Say what the video should show, such as “a red kite over the sea”."
    return f"Say what the video should show, as in “{manner.command(command_spec(CommandName.CREATE).examples[0])}”."


def _prompt_too_long(found: Problem, manner: Manner) -> str:
    return (
        f"The prompt has {found.part} characters, and {found.model} takes at most {found.allowed[0]}. "
        f"Shorten it{_or_elsewhere(found, manner)}."
    )


def _no_job(found: Problem, manner: Manner) -> str:
    listed = manner.command("status" if found.option == CommandName.CANCEL else "history")
    if manner.has_fields:
        return f"“{manner.command(found.part)}” needs the id of a video. Choose one; “{listed}” lists yours."
    example = manner.command(command_spec(CommandName(found.option)).examples[-1])
    return f"“{found.part}” needs the id of a video. Write it as in “{example}”; “{listed}” lists your videos."


def _no_options(found: Problem, manner: Manner) -> str:
    return (
        f"“{found.option}” takes the id of a video and nothing more, so “{found.part}” cannot go with it. "
        f"Leave it out, or write “{manner.command('remix')}” with the id and a prompt to change something."
    )


def _only_job(found: Problem, manner: Manner) -> str:
    return (
        f"“{found.option}” takes the id of one video and nothing more, so “{found.part}” is not understood. "
        f"Write “{manner.command(found.option, found.allowed[0])}” and leave out the rest. "
        f"For a video, begin with “{manner.command('create')}”."
    )


def _unknown_command(found: Problem, manner: Manner) -> str:
    meant, create = manner.command(found.nearest or ""), manner.command("create")
    return (
        f"“{found.part}” looks like a slip for “{found.nearest}”; the commands are {all_of(found.allowed)}. "
        f"Write “{meant}”, or “{create} {found.part}” for a video of it."
    )


def _not_a_video(found: Problem, manner: Manner) -> str:
    create, help_ = manner.command("create"), manner.command("help")
    return (
        f"“{found.part}” sounds like something said to the bot, so no video is made of it. {_no_prompt(found, manner)} "
        f"“{help_}” tells the rest. Write “{create} {found.part}” for a video of exactly these words."
    )


def _unknown_admin(found: Problem, manner: Manner) -> str:
    start = f"“{found.part}” is no command of the admins. Write" if found.part else "Say what to do as an admin: write"
    commands = any_of(tuple(f"“{manner.admin(name)}”" for name in found.allowed))
    return f"{start} {commands}. For a video, begin with “{manner.command('create')}”."


def _unknown_option(found: Problem, _manner: Manner) -> str:
    return (
        f"There is no option “{found.part}”.{_nearest(found)} The options are {all_of(found.allowed)}. "
        "Put the prompt in quotes where this belongs to it."
    )


def _missing_value(found: Problem, _manner: Manner) -> str:
    return f"“{found.part}” needs a value. Write it as in “--{found.option} {_EXAMPLE_VALUES[found.option]}”."


def _given_twice(found: Problem, _manner: Manner) -> str:
    return f"“{found.allowed[0]}” and “{found.part}” contradict each other. Keep one of them."


def _bad_number(found: Problem, _manner: Manner) -> str:
    return f"“{found.part}” does not work as {_thing(found)}.{_nearest(found)} Write {any_of(found.allowed)}."


def _bad_flag(found: Problem, _manner: Manner) -> str:
    return f"“{found.part}” is neither yes nor no. Write “--{found.option}” for yes, or leave it out for no."


def _bad_link(found: Problem, _manner: Manner) -> str:
    return f"“{found.part}” is not the address of a picture. Write one like {found.allowed[0]}, or upload the picture."


def _unknown_model(found: Problem, _manner: Manner) -> str:
    return f"There is no model “{found.part}”.{_nearest(found)} Choose {any_of(found.allowed)}."


def _several_models(found: Problem, _manner: Manner) -> str:
    return f"“{found.part}” could be more than one model.{_nearest(found)} Write {any_of(found.allowed)}."


def _unknown_size(found: Problem, _manner: Manner) -> str:
    return f"“{found.part}” is not a size.{_nearest(found)} Choose {any_of(found.allowed)}, or pixels such as 1280x720."


def _no_such_seconds(found: Problem, manner: Manner) -> str:
    if not found.allowed:
        return f"{found.model} decides the length itself, so “{found.part}” cannot be kept. Leave it out."
    return f"{found.model} makes no video of “{found.part}”.{_nearest(found)} {_choose(found, manner)}"


def _no_such_size(found: Problem, manner: Manner) -> str:
    return f"{found.model} makes no video in “{found.part}”.{_nearest(found)} {_choose(found, manner)}"


def _no_such_set(found: Problem, manner: Manner) -> str:
    thing = {"seconds": f"“{found.part}”", "size": f"“{found.part}”", "prompt": f"a prompt of {found.part} characters"}
    what = thing.get(found.option, "this")
    if not found.allowed:
        return f"{found.model} does not take the {found.option} with the rest of this. Leave it out."
    limit = f" With the rest, at most {found.allowed[0]} fit. Shorten it{_or_elsewhere(found, manner)}."
    end = limit if found.option == "prompt" else f"{_nearest(found)} {_choose(found, manner)}"
    return f"{found.model} does not do {what} together with the rest of this request.{end}"


def _no_images(found: Problem, manner: Manner) -> str:
    return f"{found.model} takes no pictures. Leave the picture out{_or_elsewhere(found, manner)}."


def _no_seed(found: Problem, manner: Manner) -> str:
    return f"{found.model} takes no seed, so “{found.part}” cannot be kept. Leave it out{_or_elsewhere(found, manner)}."


def _no_models(_found: Problem, _manner: Manner) -> str:
    return "No model is set up yet, so no video can be made. Ask whoever runs the bot to add a key for one."


def _nearest(found: Problem) -> str:
    return f" Did you mean {found.nearest}?" if found.nearest else ""


def _choose(found: Problem, manner: Manner) -> str:
    return f"Choose {any_of(found.allowed)}{_or_elsewhere(found, manner)}."


def _or_elsewhere(found: Problem, manner: Manner) -> str:
    """The models that would take the request as it stands."""
    return f", or add “{manner.option('model', found.elsewhere[0])}”, which takes it" if found.elsewhere else ""


def _thing(found: Problem) -> str:
    return {"seconds": "a length in seconds", "count": "a number of videos"}.get(found.option, f"a {found.option}")


_SENTENCES: Final[Mapping[ProblemKind, Callable[[Problem, Manner], str]]] = MappingProxyType(
    {
        ProblemKind.NO_PROMPT: _no_prompt,
        ProblemKind.PROMPT_TOO_LONG: _prompt_too_long,
        ProblemKind.NO_JOB: _no_job,
        ProblemKind.NO_OPTIONS: _no_options,
        ProblemKind.ONLY_JOB: _only_job,
        ProblemKind.UNKNOWN_COMMAND: _unknown_command,
        ProblemKind.NOT_A_VIDEO: _not_a_video,
        ProblemKind.UNKNOWN_ADMIN: _unknown_admin,
        ProblemKind.UNKNOWN_OPTION: _unknown_option,
        ProblemKind.MISSING_VALUE: _missing_value,
        ProblemKind.GIVEN_TWICE: _given_twice,
        ProblemKind.BAD_NUMBER: _bad_number,
        ProblemKind.BAD_FLAG: _bad_flag,
        ProblemKind.BAD_LINK: _bad_link,
        ProblemKind.UNKNOWN_MODEL: _unknown_model,
        ProblemKind.SEVERAL_MODELS: _several_models,
        ProblemKind.UNKNOWN_SIZE: _unknown_size,
        ProblemKind.NO_SUCH_SECONDS: _no_such_seconds,
        ProblemKind.NO_SUCH_SIZE: _no_such_size,
        ProblemKind.NO_SUCH_SET: _no_such_set,
        ProblemKind.NO_IMAGES: _no_images,
        ProblemKind.NO_SEED: _no_seed,
        ProblemKind.NO_MODELS: _no_models,
    }
)
