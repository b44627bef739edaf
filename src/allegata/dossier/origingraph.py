"""The origin graph of an incident: what the two bounds rest on, drawn from the assessment's own roots."""

from collections.abc import Iterator

from allegata.dossier.lookup import Lookup
from allegata.dossier.matrix import flags, standing
from allegata.dossier.protection import mask_of
from allegata.dossier.tellings import tellings
from allegata.model import phrases
from allegata.model.assessment import AttributeAssessment, Root
from allegata.model.origingraph import Bounds, Edge, Layer, Node, OriginGraph, Tie
from allegata.model.result import IncidentRecord
from allegata.model.view import Telling
from allegata.model.vocabulary import Attribute, RootKind, TranslationStatus

Nodes = dict[str, Node]
Edges = dict[tuple[str, str, Tie], set[str]]
FIRST_LANGUAGE = frozenset({TranslationStatus.ORIGINAL, TranslationStatus.UNKNOWN})


def origin_graph(
    record: IncidentRecord, attribute: Attribute | None = None, withhold: bool = True
) -> OriginGraph:
    """The graph of one attribute, or of all: a copy never adds a node.

    :param attribute: None: every attribute of the matrix together.
    """
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, withhold)
    held = Lookup(record, mask)
    rows = [row for row in record.assessment.attributes if attribute in {None, row.attribute}]
    told = tellings(record.documents)
    text_of = {d.id: telling for telling in told for d in (telling.document, *telling.copies)}
    nodes: Nodes = {}
    edges: Edges = {}
    for row in rows:
        for root in row.origins.roots:
            _trace(held, row, root, text_of, nodes, edges)
    placed = {a for row in rows for root in row.origins.roots for a in root.accounts}
    return OriginGraph(
        tuple(sorted(nodes.values(), key=_order)),
        tuple(Edge(*key, len(accounts)) for key, accounts in sorted(edges.items())),
        tuple(_bounds(held, row) for row in rows),
        sum(a not in placed for row in rows for a in row.accounts),
    )


def _order(node: Node) -> tuple[int, bool, str, str, str]:
    """Layer by layer; origins of one control side by side, those of none last."""
    return list(Layer).index(node.layer), not node.group, node.group, node.name, node.id


def _trace(
    held: Lookup,
    row: AttributeAssessment,
    root: Root,
    text_of: dict[str, Telling],
    nodes: Nodes,
    edges: Edges,
) -> None:
    """The way of every account of one root from its origin to the text that tells it."""
    group = phrases.party(root.control_group, held.names) if root.control_group else ""
    name = phrases.named(root.name)
    nodes.setdefault(root.id, Node(root.id, Layer.ORIGIN, name, standing(root, held.names), group))
    here = set(row.accounts)
    for identifier in root.accounts:
        account = held.accounts.get(identifier)
        telling = text_of.get(account.span.document) if account else None
        if account is None or telling is None or identifier not in here:
            continue
        at, tie = root.id, Tie.TOLD if root.kind is not RootKind.SPEAKER else Tie.CITED
        for relay in _relays(held, account.statement, account.span.document, root):
            nodes.setdefault(relay.id, relay)
            edges.setdefault((at, relay.id, Tie.PASSED), set()).add(identifier)
            at, tie = relay.id, Tie.CITED
        text = _text(telling)
        nodes.setdefault(text.id, text)
        if telling.document.translation_status not in FIRST_LANGUAGE and tie is Tie.CITED:
            tie = Tie.TRANSLATED
        edges.setdefault((at, text.id, tie), set()).add(identifier)


def _relays(held: Lookup, statement: str, document: str, root: Root) -> Iterator[Node]:
    """The voices between the root and the outlet; one that relies on the root is one of them."""
    said = held.statements.get(statement)
    for who in said.chain if said else ():
        if not who.is_outlet and f"speaker:{who.key}" != root.id:
            yield Node(f"relay:{who.key}", Layer.RELAY, held.speaker(who, document), "passes it on")


def _text(telling: Telling) -> Node:
    document, number = telling.document, len(telling.copies)
    folded = f", {number} cop{'y' if number == 1 else 'ies'} folded" if number else ""
    day = document.published.day.isoformat() if document.published.day else "day not stated"
    status = document.translation_status
    language = "" if status in FIRST_LANGUAGE else f", {phrases.plain(status)}"
    note = f"{day}{language}{folded}"
    return Node(f"text:{document.id}", Layer.TEXT, phrases.outlet(document), note, telling=telling)


def _bounds(held: Lookup, row: AttributeAssessment) -> Bounds:
    return Bounds(
        phrases.ATTRIBUTES[row.attribute],
        row.origins.lower,
        row.origins.upper,
        row.corroboration.derivation,
        row.origins.collapsed,
        flags(held, row),
    )
