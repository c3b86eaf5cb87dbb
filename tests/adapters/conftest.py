"""How the property tests run: without a time limit for a single example, since a busy machine may pause anywhere."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
