"""What is remembered of cards is let go once it does not matter any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.chat import Card, Tone
from bot.domain.job import JobId
from bot.usecases.card_faces import Faces
from tests.fakes import FakeClock

KITE = JobId("k7m2qx9d")


def a_face(faces: Faces, status: str) -> None:
    face = faces.of(KITE)
    face.card = Card(job_id=KITE, status=status, tone=Tone.BUSY, title="", prompt="a kite", is_final=status == "posted")
    face.edited_at = faces.clock.now()


@pytest.mark.parametrize(
    ("status", "minutes", "behind", "is_kept"),
    [("queued", 11, (), False), ("queued", 9, (), True), ("queued", 11, (KITE,), True), ("accepted", 11, (), True)],
)
def test_what_another_process_went_on_with_is_let_go_after_ten_minutes(
    status: str, minutes: int, behind: tuple[JobId, ...], *, is_kept: bool
) -> None:
    clock = FakeClock()
    faces = Faces(clock)
    a_face(faces, status)

    clock.pass_time(timedelta(minutes=minutes))
    faces.forget_idle(behind)

    assert (faces.known(KITE) is not None) == is_kept


def test_the_card_of_an_ended_job_is_let_go_a_little_later() -> None:
    clock = FakeClock()
    faces = Faces(clock)
    a_face(faces, "posted")
    faces.forget_ended([KITE])
    before = faces.known(KITE)

    clock.pass_time(timedelta(seconds=11))
    faces.forget_ended([])

    assert before is not None
    assert faces.known(KITE) is None
