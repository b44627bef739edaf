"""Where and when incidents are said to have taken place: accounts as they count, places looked up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from allegata.actions.casebook import Casebook
from allegata.assessing.settings import holders, setting, stating
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.document import Document
from allegata.model.incident import Account, Incident
from allegata.model.listing import Setting
from allegata.model.reading import Reading


def settings_of(
    book: Casebook, incidents: Iterable[Incident], readings: Sequence[Reading], documents: Sequence[Document]
) -> tuple[Setting, ...]:
    """The setting of each incident, in their order.

    :param readings, documents: with decisions applied, in the same order.
    """
    held: dict[str, list[Account]] = {}
    told: dict[str, date | None] = {}
    for document, reading in zip(documents, readings, strict=True):
        for account in stating(reading.accounts):
            held.setdefault(account.mention, []).append(account)
        told.update({mention.id: document.published.day for mention in reading.mentions})
    gazetteer = Gazetteer(book.folder)
    try:
        wanted = holders(account for accounts in held.values() for account in accounts)
        known, reach = gazetteer.by_id(wanted), gazetteer.extents(wanted)
    finally:
        gazetteer.close()
    return tuple(
        setting(
            one.id,
            [account for mention in one.mentions for account in held.get(mention, ())],
            known,
            reach,
            _latest(one, told),
        )
        for one in incidents
    )


def _latest(incident: Incident, told: Mapping[str, date | None]) -> date | None:
    return max((day for mention in incident.mentions if (day := told.get(mention))), default=None)
