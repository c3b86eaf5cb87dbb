"""Who somebody is, as far as Slack tells it in time."""

from __future__ import annotations

import pytest

from adapters.slack.lookups.people import People, Person
from tests.adapters.slack.speaking import Speaking

TROUBLES = [
    {"error": "internal_error"},
    {"error": "user_not_found"},
    {"error": "no_such_error"},
    {"drops": True},
    {"is_half": True},
]


@pytest.fixture
def people(speaking: Speaking) -> People:
    return People(speaking.web, speaking.clock)


async def test_a_person_has_the_name_that_others_see(speaking: Speaking, people: People) -> None:
    requester = await people.requester(speaking.workspace, speaking.ann.id, "ann.smith")

    assert (requester.name, requester.user, requester.team) == ("ann", speaking.ann.id, speaking.studio.id)


async def test_the_same_person_in_two_workspaces_is_two(speaking: Speaking, people: People) -> None:
    requester = await people.requester(speaking.workspace, speaking.ann.id)

    assert requester.key == f"slack:{speaking.studio.id}:{speaking.ann.id}"


async def test_admins_of_the_workspace_may_manage_it(speaking: Speaking, people: People) -> None:
    boss = speaking.slack.add_person(speaking.studio, "boss", is_admin=True)

    assert (await people.requester(speaking.workspace, boss.id)).is_admin
    assert not (await people.requester(speaking.workspace, speaking.ann.id)).is_admin


@pytest.mark.parametrize(("organisation", "is_admin"), [((), False), (("T0OTHER", "{here}"), True)])
async def test_admins_of_another_workspace_may_not_manage_this_one(
    speaking: Speaking, people: People, organisation: tuple[str, ...], is_admin: bool
) -> None:
    guest = speaking.slack.add_person(speaking.studio, "guest", is_admin=True)
    guest.user.comes_from = "T0OTHER"
    guest.user.organisation = tuple(team.format(here=speaking.studio.id) for team in organisation)

    assert (await people.requester(speaking.workspace, guest.id)).is_admin is is_admin


async def test_whom_the_operator_has_named_may_manage_it(speaking: Speaking) -> None:
    people = People(speaking.web, speaking.clock, frozenset({speaking.ann.id}))

    assert (await people.requester(speaking.workspace, speaking.ann.id)).is_admin


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_who_cannot_be_looked_up_is_no_admin_and_has_the_name_that_came_along(
    speaking: Speaking, people: People, trouble: dict[str, object]
) -> None:
    boss = speaking.slack.add_person(speaking.studio, "boss", is_admin=True)
    speaking.slack.trouble("users.info", **trouble)

    requester = await people.requester(speaking.workspace, boss.id, "the boss")

    assert (requester.name, requester.is_admin) == ("the boss", False)


async def test_who_could_not_be_looked_up_is_looked_up_again(speaking: Speaking, people: People) -> None:
    speaking.slack.trouble("users.info", error="internal_error")

    assert await people.get(speaking.workspace, speaking.ann.id) == Person()
    assert (await people.get(speaking.workspace, speaking.ann.id)).name == "ann"


async def test_a_person_is_looked_up_once(speaking: Speaking, people: People) -> None:
    for _ in range(3):
        await people.get(speaking.workspace, speaking.ann.id)

    assert len(speaking.slack.api.of("users.info")) == 1


async def test_names_are_those_that_can_be_learned(speaking: Speaking, people: People) -> None:
    names = await people.names(speaking.workspace, [speaking.ann.id, "U0NOBODY", speaking.bob.id, speaking.ann.id])

    assert names == {speaking.ann.id: "ann", speaking.bob.id: "bob"}
