"""Exit codes, so that scripts can act on them. They are documented in docs/exit-codes.md."""

from enum import IntEnum


class Exit(IntEnum):
    """What the process says when it ends. 1 is left to Python: an unforeseen fault, with its traceback."""

    FINE = 0
    USAGE = 2  # the command was not understood, or its input folder cannot be opened
    PROBLEMS = 3  # finished; some of the material could not be read, or only in part
    TAMPERED = 4  # `verify` found a change, gap or loss; `rebuild` gave another export
    CASEBOOK = 5  # there is no casebook, another process writes to it, or it does not hold together
    REFUSED = 6  # an unknown id, a decision on an outdated version, a file that cannot be used
    INTERRUPTED = 130
