"""Exit codes, so that scripts can act on them. They are documented in docs/exit-codes.md."""

from enum import IntEnum


class Exit(IntEnum):
    """What the process says when it ends."""

    FINE = 0
    PROBLEMS = 1  # finished; some of the material could not be read, or only in part
    USAGE = 2  # the command was not understood
    TAMPERED = 3  # `verify` found an object, an entry or the chain changed; `rebuild` gave another export
    CASEBOOK = 4  # there is no casebook, another process writes to it, or it does not hold together
    REFUSED = 5  # an unknown id, a decision on an outdated version, a knowledge file that cannot be used
    INTERRUPTED = 130
