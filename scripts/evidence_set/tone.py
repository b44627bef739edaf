"""A sound that is nothing but a tone."""

import math
import struct


def tone() -> bytes:
    """Two seconds of 440 Hz that fade in and out: WAV, one channel, 8 kHz, 16 bit."""
    rate, seconds = 8000, 2
    total = rate * seconds
    samples = (
        round(9000 * math.sin(2 * math.pi * 440 * n / rate) * min(1, n / 800, (total - n) / 800))
        for n in range(total)
    )
    data = struct.pack(f"<{total}h", *samples)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(data),
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        rate,
        rate * 2,
        2,
        16,
        b"data",
        len(data),
    )
    return head + data
