"""People and what they do: the only way in which a test speaks to the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.slack import interactions, speaking
from tests.slack.block_rules import message_problems
from tests.slack.filled_in import Filling, Upload
from tests.slack.impossible import Impossible, Unanswered
from tests.slack.line import Line
from tests.slack.pressables import button_in
from tests.slack.responses import respond
from tests.slack.shown import file_of
from tests.slack.told import Json, Kind, Told
from tests.slack.windows import take_answer
from tests.slack.world import Channel, Message, User, Workspace


@dataclass(eq=False)
class Person:
    """Somebody with Slack's client before them. What they do returns when the app has it, or has not in time."""

    line: Line
    workspace: Workspace
    user: User
    looking_at: Channel | None = None
    """The channel before their eyes, if it is a channel."""
    chosen: dict[str, dict[str, object]] = field(default_factory=dict)
    """What they have chosen in windows and not sent off, by the window's id and the field's."""

    def __repr__(self) -> str:
        return f"Person({self.user.name})"

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def dm(self) -> Channel:
        """Their direct messages with the bot."""
        return self.workspace.direct(self.id)

    @property
    def home(self) -> Json | None:
        """Their page in the app."""
        return self.user.home

    @property
    def window(self) -> Json | None:
        """The window on top, if there is any."""
        return self.user.views[-1] if self.user.views else None

    def sees(self, channel: Channel) -> list[Message]:
        """Everything they see there, oldest first; what is for them alone included."""
        if channel.kind != "channel" and self.id not in channel.members:
            return []
        return [one for one in channel.log if not one.is_deleted and one.only_for in (None, self.id)]

    def whispers(self, channel: Channel) -> list[Message]:
        """What they alone see there."""
        return channel.whispers(self.id)

    def mentions(
        self, channel: Channel, text: str, *, thread: Message | None = None, files: Sequence[Upload] = ()
    ) -> Message:
        """Call the bot: in front of the text, or where it says `{bot}`."""
        mention = f"<@{self.workspace.bot_user}>"
        typed = text.replace("{bot}", mention) if "{bot}" in text else f"{mention} {text}"
        return self.posts(channel, typed, thread=thread, files=files)

    def writes(self, text: str, *, thread: Message | None = None, files: Sequence[Upload] = ()) -> Message:
        """Write to the bot alone."""
        return self.posts(self.dm, text, thread=thread, files=files)

    def posts(
        self, channel: Channel, text: str, *, thread: Message | None = None, files: Sequence[Upload] = ()
    ) -> Message:
        """Write something, which need not concern the bot. People are mentioned as `<@U…>`."""
        self.looking_at = channel
        return speaking.say(channel, self.user, text, thread=thread, files=files)

    def edits(self, message: Message, text: str) -> None:
        """Let a message of theirs say something else."""
        self._check_own(message)
        speaking.edit(message, text)

    def deletes(self, message: Message) -> None:
        """Take a message of theirs back."""
        self._check_own(message)
        speaking.delete(message)

    def invites_bot(self, channel: Channel) -> None:
        """Bring the bot into a channel."""
        speaking.let_in(channel, self.workspace.bot_user, self.id)

    def removes_bot(self, channel: Channel) -> None:
        """Put the bot out of a channel. It is not told."""
        channel.members.discard(self.workspace.bot_user)
        self.workspace.world.changed()

    async def slash(self, channel: Channel, command: str, text: str = "") -> Told:
        """Use a slash command: `await ann.slash(videos, "/sora", "a red kite")`."""
        self.looking_at = channel
        payload = interactions.slash_command(self.workspace, self.user, channel, command, text)
        return await self._does(Kind.COMMAND, payload, channel)

    async def presses(self, message: Message, name: str, *, job_id: str | None = None) -> Told:
        """Press a button under a message, by its label or action id."""
        if message not in self.sees(message.channel):
            raise Impossible(f"{self} does not see {message.text!r}")
        self.looking_at = message.channel
        button = button_in(message.blocks, name, job_id=job_id)
        payload = interactions.on_message(self.workspace, self.user, message, button)
        return await self._does(Kind.INTERACTION, payload, message.channel, message)

    async def presses_home(self, name: str, *, job_id: str | None = None) -> Told:
        """Press a button on their page; where several have the label, that of the job with this id."""
        if self.home is None:
            raise Impossible(f"{self} has an empty page")
        self.looking_at = None
        button = button_in(self.home["blocks"], name, job_id=job_id)
        payload = interactions.on_view(self.workspace, self.user, self.home, button)
        return await self._does(Kind.INTERACTION, payload)

    async def presses_window(self, name: str) -> Told:
        """Press a button in the window on top."""
        view = self._open_window()
        view["state"] = self._filling(view).so_far(self.chosen.get(view["id"], {}))
        button = button_in(view["blocks"], name)
        return await self._does(Kind.INTERACTION, interactions.on_view(self.workspace, self.user, view, button))

    async def chooses(self, block_id: str, value: object) -> Told:
        """Choose something in the window on top, in a field whose choice the app hears of at once (see `sends`)."""
        view = self._open_window()
        block = next((block for block in view["blocks"] if block["block_id"] == block_id), {"type": "nothing"})
        if block["type"] != "section" and not block.get("dispatch_action"):
            raise Impossible(f"the app does not hear of what is chosen in {block_id!r}")
        filling, chosen = self._filling(view), self.chosen.setdefault(view["id"], {})
        if block["type"] == "input":
            chosen[block_id] = value
        entry = filling.entry(interactions.action_element(block), value)
        view["state"] = filling.so_far(chosen)
        payload = interactions.chosen_in_view(self.workspace, self.user, view, block, entry)
        return await self._does(Kind.INTERACTION, payload)

    def opens_home(self) -> None:
        """Look at their page."""
        self.looking_at = None
        now = self.workspace.world.new_ts()
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": "home"}
        shown = {} if self.home is None else {"view": self.home}
        self.workspace.world.on_event(self.workspace, event | shown | {"event_ts": now})

    async def uses_shortcut(self, callback_id: str) -> Told:
        """Use a shortcut that is there everywhere."""
        self.looking_at = None
        payload = interactions.global_shortcut(self.workspace, self.user, callback_id)
        return await self._does(Kind.INTERACTION, payload)

    async def uses_message_shortcut(self, callback_id: str, message: Message) -> Told:
        """Use an entry of a message's menu."""
        self.looking_at = message.channel
        payload = interactions.message_shortcut(self.workspace, self.user, callback_id, message)
        return await self._does(Kind.INTERACTION, payload, message.channel, message)

    async def fills_and_sends(self, **values: object) -> dict[str, str]:
        """Fill in the window on top and send it off; see `sends`."""
        return await self.sends(values)

    async def sends(self, values: Mapping[str, object]) -> dict[str, str]:
        """Fill in the window on top, by block ids, and send it off. What the app finds wrong in it, by block ids.

        Raises `Unanswered` where the app says nothing in time; the window stays open then.
        """
        view = self._open_window()
        if not view.get("submit"):
            raise Impossible(f"there is nothing to send off before {self}")
        view["state"] = self._filling(view).state({**self.chosen.get(view["id"], {}), **values})
        payload = interactions.view_submission(self.workspace, self.user, view)
        told = await self._does(Kind.INTERACTION, payload)
        if not told.is_acknowledged:
            raise Unanswered("We had some trouble connecting. Try again?")
        return take_answer(self.workspace, self.user, view, told.response)

    def closes_window(self) -> None:
        """Close the window on top. The app hears of it where it wanted to; nobody waits for that."""
        view = self._open_window()
        self.user.views.pop()
        self.workspace.world.changed()
        if view["notify_on_close"]:
            closed = interactions.view_closed(self.workspace, self.user, view)
            self.line.delivery.tell(Kind.INTERACTION, closed)

    def _open_window(self) -> Json:
        if self.window is None:
            raise Impossible(f"there is no window before {self}")
        return self.window

    def _filling(self, view: Json) -> Filling:
        return Filling(view, self.looking_at, self._upload)

    async def _does(
        self, kind: Kind, payload: Json, channel: Channel | None = None, message: Message | None = None
    ) -> Told:
        address = None
        payload = payload | {"trigger_id": self.line.issue_trigger(self.id)}
        if channel is not None:
            payload["response_url"], address = self.line.responses.issue(self.user, channel, message)
        told = await self.line.delivery.answered(self.line.delivery.tell(kind, payload))
        answer = {"text": told.response} if isinstance(told.response, str) else told.response
        if address is not None and answer:
            _check_blocks(answer)
            respond(address, answer)
        return told

    def _upload(self, file: Upload) -> Json:
        return file_of(self.workspace, speaking.upload(self.workspace, self.user, file))

    def _check_own(self, message: Message) -> None:
        if message.user != self.id:
            raise Impossible(f"the message is not {self.user.name}'s")


def _check_blocks(answer: Json) -> None:
    if problems := message_problems(answer["blocks"]) if answer.get("blocks") else []:
        raise Impossible(f"Slack refuses the answer: {problems}")
