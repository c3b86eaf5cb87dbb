"""The folder of videos that the page plays, and what a killed process leaves in it."""

from __future__ import annotations

from pathlib import Path

from adapters.web.media_folder import MediaFolder


async def test_what_a_killed_try_left_is_gone_after_the_next(tmp_path: Path) -> None:
    folder, film = MediaFolder(tmp_path / "media"), tmp_path / "film.mp4"
    film.write_bytes(b"a film")
    folder.root.mkdir()
    (folder.root / ".kite1234.mp4.part").write_bytes(b"half a f")

    await folder.place("kite1234", film)

    assert [path.name for path in folder.root.iterdir()] == ["kite1234.mp4"]
    assert folder.path("kite1234").read_bytes() == b"a film"


async def test_a_second_try_replaces_the_first(tmp_path: Path) -> None:
    folder, film = MediaFolder(tmp_path / "media"), tmp_path / "film.mp4"
    for content in (b"a film", b"the same film again"):
        film.unlink(missing_ok=True)
        film.write_bytes(content)
        await folder.place("kite1234", film)

    assert [path.name for path in folder.root.iterdir()] == ["kite1234.mp4"]
    assert folder.path("kite1234").read_bytes() == b"the same film again"
