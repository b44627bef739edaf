"""What a door needs to mark missed words: where words stand, and what they can be (`reading.missed`)."""

from allegata.reading.missed import class_of, occurrences

__all__ = ["class_of", "occurrences"]
