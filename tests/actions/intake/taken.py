"""What a casebook took in, as these tests ask for it."""

from allegata.actions.casebook import Casebook
from allegata.actions.current import every_item


def names(book: Casebook) -> list[str]:
    """The names of all items, in the order in which they came in."""
    return [item.capture.received_name for item in every_item(book)]
