"""Makes the three verdict sounds: short, loud, told apart by rhythm as well as by pitch; playing them is the window's.

Run as `python -m scripts.make_sounds` from the project's folder.
"""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

RATE = 22_050
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"
# (frequency in Hz, seconds); 0 Hz is a rest. One rising pair, two level beats, three falling low ones.
SOUNDS = {
    "green": [(1047.0, 0.07), (1568.0, 0.12)],
    "amber": [(784.0, 0.11), (0.0, 0.07), (784.0, 0.11)],
    "red": [(494.0, 0.14), (0.0, 0.05), (392.0, 0.14), (0.0, 0.05), (311.0, 0.22)],
}


def samples(notes: list[tuple[float, float]]) -> Iterator[int]:
    """16-bit samples of the notes, each faded in and out over 6 ms so that it does not click."""
    for frequency, seconds in notes:
        count = int(RATE * seconds)
        for number in range(count):
            at = number / RATE
            fade = min(1.0, at / 0.006, (seconds - at) / 0.006)
            tone = math.sin(2 * math.pi * frequency * at) + 0.35 * math.sin(6 * math.pi * frequency * at)
            yield int(22_000 * fade * tone / 1.35) if frequency else 0


def main() -> None:
    """Write the files."""
    for name, notes in SOUNDS.items():
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples(notes)))


if __name__ == "__main__":
    main()
