"""The sound of a film: soft chords and a few plucked notes in a room, over what the place sounds like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from adapters.sandbox.render.colour import Array
from adapters.sandbox.render.plan import Plan

RATE: Final = 48_000
_MODES: Final = ((0, 2, 4, 7, 9), (0, 3, 5, 7, 10), (0, 2, 5, 7, 9))
_CHORDS: Final = (((0, 7, 16), (9, 16, 24)), ((0, 7, 15), (8, 15, 24)), ((0, 7, 14), (5, 12, 21)))


def compose(plan: Plan, seconds: float) -> Array:
    """Stereo samples (2, n) from -1 to 1, faded in and out, never silent."""
    rng = plan.rng("sound")
    count = round(seconds * RATE)
    root = 110 * 2 ** (int(rng.integers(0, 8)) / 12)
    scale = int(rng.integers(len(_MODES)))
    music = _pads(rng, root, _CHORDS[scale], count) + _in_room(rng, _plucks(rng, root * 2, _MODES[scale], count))
    whole = music + _ambience(plan, rng, count)
    edge = np.minimum(np.arange(count), np.arange(count)[::-1]) / RATE
    whole = whole * np.clip(edge / 0.35, 0, 1)
    return (np.tanh(whole / max(float(np.abs(whole).max()), 1e-6) * 0.95) * 0.62).astype(np.float32)


def _pads(rng: np.random.Generator, root: float, chords: tuple[tuple[int, ...], ...], count: int) -> Array:
    """Two chords, each swelling into the next."""
    time = np.arange(count, dtype=np.float32) / RATE
    share = time / max(time[-1], 1e-6)
    turn = np.clip((share - 0.42) / 0.16, 0, 1)
    out = np.zeros((2, count), np.float32)
    for chord, level in zip(chords, (np.cos(turn * np.pi / 2), np.sin(turn * np.pi / 2)), strict=True):
        for note in (-12, *chord):
            out += _voice(rng, root * 2 ** (note / 12), time) * level * (0.6 if note < 0 else 0.42)
    return out * 0.22


def _voice(rng: np.random.Generator, pitch: float, time: Array) -> Array:
    """A warm tone, slightly apart in both ears, that breathes."""
    breath = 0.8 + 0.2 * np.sin(2 * np.pi * float(rng.uniform(0.15, 0.4)) * time + float(rng.uniform(0, 6.3)))
    sides = []
    for apart in (-0.9, 0.9):
        phase = 2 * np.pi * (pitch + apart * 0.35) * time + float(rng.uniform(0, 6.3))
        sides.append(np.sin(phase) + 0.32 * np.sin(2 * phase + 0.4) + 0.1 * np.sin(3 * phase))
    voice: Array = (np.stack(sides) * breath).astype(np.float32)
    return voice


def _plucks(rng: np.random.Generator, root: float, mode: tuple[int, ...], count: int) -> Array:
    """Single notes, like a music box far away."""
    out = np.zeros((2, count), np.float32)
    beat, at = 0.46, 0.25
    ring = np.arange(int(1.6 * RATE), dtype=np.float32) / RATE
    while at * RATE < count - RATE // 4:
        pitch = root * 2 ** ((mode[int(rng.integers(len(mode)))] + 12 * int(rng.integers(0, 2))) / 12)
        tone = np.sin(2 * np.pi * pitch * ring) + 0.4 * np.sin(2 * np.pi * pitch * 3.01 * ring) * np.exp(-ring * 9)
        note = tone * np.exp(-ring * 3.4) * np.clip(ring * 220, 0, 1) * float(rng.uniform(0.1, 0.26))
        start, pan = int(at * RATE), float(rng.uniform(0.25, 0.75))
        length = min(len(note), count - start)
        out[0, start : start + length] += note[:length] * (1 - pan)
        out[1, start : start + length] += note[:length] * pan
        at += beat * int(rng.choice([1, 1, 2, 2, 3]))
    return out


def _in_room(rng: np.random.Generator, dry: Array) -> Array:
    """With the echo of a large soft room."""
    tail = int(1.4 * RATE)
    fade = np.exp(-np.arange(tail, dtype=np.float32) / RATE * 4.2)
    size = dry.shape[1] + tail
    wet = np.empty_like(dry)
    for ear in range(2):
        room = np.fft.rfft(rng.standard_normal(tail, np.float32) * fade * np.float32(0.012), size)
        wet[ear] = np.fft.irfft(np.fft.rfft(dry[ear], size) * room, size)[: dry.shape[1]]
    return dry + wet


def _ambience(plan: Plan, rng: np.random.Generator, count: int) -> Array:
    kinds: list[str] = [kind for kind in ("rain", "embers") if kind in plan.weathers]
    if plan.subject == "tent":
        kinds.append("embers")
    kinds.append("sea" if plan.water else plan.place)
    out = np.zeros((2, count), np.float32)
    for kind in kinds:
        out += _AMBIENCES.get(kind, _wind)(rng, count)
    return out


def _noise(rng: np.random.Generator, count: int, low: float, high: float, tilt: float) -> Array:
    """Noise between two frequencies (Hz), falling by `tilt` powers of frequency; loudness about 1."""
    size = 1 << (count - 1).bit_length()
    pitch = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    shape = np.where((pitch > low) & (pitch < high), 1 / np.maximum(pitch, 20) ** tilt, 0)
    out = np.empty((2, count), np.float32)
    for ear in range(2):
        random = rng.standard_normal(2 * len(pitch), np.float32).view(np.complex64)
        sound = np.fft.irfft(random * shape, size)[:count]
        out[ear] = sound / max(float(np.abs(sound).std()), 1e-9) / 3
    return out


def _swell(rng: np.random.Generator, count: int, period: float) -> Array:
    """Slow waves from 0 to 1."""
    time = np.arange(count, dtype=np.float32) / RATE
    slow = 0.5 + 0.5 * np.sin(2 * np.pi * time / period + float(rng.uniform(0, 6.3)))
    return (slow**2 * 0.75 + 0.25).astype(np.float32)


def _wind(rng: np.random.Generator, count: int) -> Array:
    return _noise(rng, count, 60, 900, 1.0) * _swell(rng, count, 4.3) * 0.09


def _sea(rng: np.random.Generator, count: int) -> Array:
    low = _noise(rng, count, 40, 1200, 0.8) * _swell(rng, count, 3.9) * 0.26
    return low + _noise(rng, count, 1200, 7000, 0.6) * _swell(rng, count, 3.1) ** 2 * 0.08


def _rain(rng: np.random.Generator, count: int) -> Array:
    return _noise(rng, count, 500, 11000, 0.35) * 0.13


def _deep(rng: np.random.Generator, count: int) -> Array:
    return _noise(rng, count, 30, 260, 0.9) * _swell(rng, count, 5.0) * 0.3


def _city(rng: np.random.Generator, count: int) -> Array:
    return _noise(rng, count, 50, 600, 1.1) * 0.13


def _space(rng: np.random.Generator, count: int) -> Array:
    return _noise(rng, count, 30, 180, 1.2) * _swell(rng, count, 6.0) * 0.2


def _birdsong(rng: np.random.Generator, count: int) -> Array:
    """Light wind, and short whistles now and then."""
    out = _wind(rng, count)
    at = 0.4
    while at * RATE < count - RATE // 2:
        length = int(RATE * float(rng.uniform(0.07, 0.16)))
        ring = np.arange(length, dtype=np.float32) / RATE
        pitch = float(rng.uniform(2300, 3900))
        bend = pitch * ring + float(rng.uniform(-5200, 5200)) * ring**2
        call = np.sin(2 * np.pi * bend) * np.sin(np.pi * np.arange(length) / length) ** 2 * 0.028
        ear, start = int(rng.integers(2)), int(at * RATE)
        out[ear, start : start + length] += call.astype(np.float32)
        out[1 - ear, start : start + length] += call.astype(np.float32) * 0.4
        at += float(rng.choice([0.18, 0.22, 0.9, 1.4]))
    return out


def _crackle(rng: np.random.Generator, count: int) -> Array:
    """A fire: a low breath and dry snaps."""
    out = _noise(rng, count, 80, 700, 0.9) * 0.08
    for start in rng.integers(0, max(count - 2000, 1), int(count / RATE * 16)):
        length = int(rng.integers(60, 420))
        snap = rng.standard_normal(length) * np.exp(-np.arange(length) / (length / 5)) * float(rng.uniform(0.02, 0.13))
        out[:, start : start + length] += snap.astype(np.float32)
    return out


_AMBIENCES: Final[Mapping[str, Callable[[np.random.Generator, int], Array]]] = MappingProxyType(
    {
        "sea": _sea, "rain": _rain, "deep": _deep, "city": _city, "space": _space, "meadow": _birdsong,
        "forest": _birdsong, "embers": _crackle,
    }
)  # fmt: skip
