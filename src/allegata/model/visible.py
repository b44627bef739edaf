"""Characters that a screen obeys instead of showing them: made visible, so that no text can write over another.

A file name, a publisher or a report may hold terminal commands (ESC, C1 controls), a carriage return that
hides what stood before it, or marks that turn the direction of writing (Unicode Bidirectional Algorithm,
UAX 9). Whoever prints shows them as `⟨U+001B⟩`; what is kept stays as it came.
"""

import unicodedata

_LINES = "\n\t"
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SHOWN = str.maketrans(
    {
        sign: f"⟨U+{ord(sign):04X}⟩"
        for sign in [*map(chr, range(0xA0)), *_TURNING]
        if sign in _TURNING or (unicodedata.category(sign) == "Cc" and sign not in _LINES)
    }
)


def visible(text: str) -> str:
    """The text with every control character but line ends and tabs, and every mark of direction, spelt out.

    >>> visible("a\\x1b[31mb\\r\\nc")
    'a⟨U+001B⟩[31mb\\nc'
    """
    if text.isprintable() or text == "\n":  # the usual case, told by one call
        return text
    return text.replace("\r\n", "\n").translate(_SHOWN)
