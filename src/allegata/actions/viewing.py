"""What a door shows of one record, composed in the room `dossier`: doors reach no room themselves."""

from allegata.dossier.incident import incident_view
from allegata.dossier.leading import FULL, lead, led
from allegata.dossier.lookup import Lookup
from allegata.dossier.origingraph import origin_graph
from allegata.dossier.protection import headline, mask_of
from allegata.dossier.protection import value as shown_value

quotation = Lookup.quote

__all__ = [
    "FULL",
    "headline",
    "incident_view",
    "lead",
    "led",
    "mask_of",
    "origin_graph",
    "quotation",
    "shown_value",
]
