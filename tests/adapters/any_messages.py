"""Neutral messages of every kind, for what must be so whatever people write."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from bot.domain.chat import Action, Button, Card, Link, Notice, Progress, Table, Tone, VideoPost
from tests.adapters.discord.values import ID_LETTERS
from tests.fakes import START

Texts = st.SearchStrategy[str]

job_ids = st.text(ID_LETTERS, min_size=8, max_size=8)
urls = st.sampled_from(["https://bot.example/x", "http://localhost:1/x", "javascript:x", "https://[x", "<@U1> |", ""])


def any_buttons(text: Texts) -> st.SearchStrategy[tuple[Button, ...]]:
    return st.lists(st.builds(Button, st.sampled_from(Action), text, job_ids), max_size=30).map(tuple)


def any_cards(text: Texts) -> st.SearchStrategy[Card]:
    return st.builds(
        Card,
        job_id=job_ids,
        status=st.just("rendering"),
        tone=st.sampled_from(Tone),
        title=text,
        prompt=text,
        facts=st.lists(text, max_size=8).map(tuple),
        progress=st.none() | _progresses(text),
        note=text,
        buttons=any_buttons(text),
    )


def any_tables(text: Texts) -> st.SearchStrategy[Table]:
    return st.integers(min_value=1, max_value=5).flatmap(
        lambda width: st.builds(
            Table,
            headings=st.tuples(*[text] * width),
            rows=st.lists(st.tuples(*[text] * width), max_size=30).map(tuple),
            links=st.lists(st.none() | urls, max_size=5).map(tuple),
        )
    )


def any_notices(text: Texts) -> st.SearchStrategy[Notice]:
    return st.builds(
        Notice,
        text=text,
        tone=st.sampled_from(Tone),
        table=st.none() | any_tables(text),
        links=st.lists(st.builds(Link, text, urls), max_size=3).map(tuple),
        buttons=any_buttons(text),
    )


def any_posts(text: Texts, people: st.SearchStrategy[str]) -> st.SearchStrategy[VideoPost]:
    return st.builds(
        VideoPost,
        job_id=job_ids,
        text=text,
        prompt=text,
        filename=st.just("sora-2-k7m2p9xq.mp4"),
        width=st.just(1280),
        height=st.just(720),
        seconds=st.just(8.0),
        mentions=people,
        buttons=any_buttons(text),
    )


def _progresses(text: Texts) -> st.SearchStrategy[Progress]:
    return st.builds(
        Progress,
        steps=st.lists(text, max_size=8).map(tuple),
        current=st.integers(min_value=0, max_value=8),
        since=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)).map(START.__add__),
        expected=st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)),
        fraction=st.none() | st.floats(min_value=0, max_value=1),
    )
