"""To be written."""

HANDLERS: tuple[object, ...] = ()
