"""Whole numbers that stand in addresses and forms: one way to read them, whatever was typed."""

MOST_DIGITS = 15
"""More than anything here is counted to, and few enough for every database and every program that reads JSON."""


def number_of(words: str | None) -> int | None:
    """The number that was typed; None when it is none.

    Python takes digits of every script for numbers, and some signs for digits that it then cannot read
    (`²`); thousands of digits it refuses only when they are already on their way.

    >>> number_of("12"), number_of("²"), number_of("-3"), number_of("9" * 5000), number_of("")
    (12, None, None, None, None)
    """
    if not words or not words.isascii() or not words.isdigit() or len(words) > MOST_DIGITS:
        return None
    return int(words)
