"""The same rules for every side: swap the sides in the input, and the output is mirrored."""

import dataclasses
from enum import Enum

from casebook import RU, UA
from model_case import incidents, model_case

from allegata.assessing.assess import assess_all
from allegata.assessing.totals import figures
from allegata.linking.resolve import propose, resolve

HOLD = "state:XX"


def swapped(value):
    """Every party id exchanged, everywhere in a value; names of parties and codes of states with them."""
    if isinstance(value, Enum) or value is None:
        return value
    if isinstance(value, str):
        for one, other in ((RU, UA), ("Russia", "Ukraine")):
            value = value.replace(one, HOLD).replace(other, one).replace(HOLD, other)
        return value
    if isinstance(value, tuple | list):
        return type(value)(swapped(v) for v in value)
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(
            value, **{f.name: swapped(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return value


def run(readings, documents, names, knowledge):
    groups = list(incidents(names).values())
    made = assess_all(groups, readings, documents, knowledge)
    mentions = [m for r in readings for m in r.mentions]
    proposals = propose(readings, documents, knowledge)
    return (
        made,
        figures(groups, made, readings, documents),
        resolve(mentions, proposals, (), readings, documents),
    )


def neutral_order(made):
    """What depends on the alphabet alone, put in one order."""
    contested = tuple(sorted(made.contestation, key=repr))
    return dataclasses.replace(
        made, contestation=contested, alleged_against=tuple(sorted(made.alleged_against))
    )


def test_swapped_sides_give_mirrored_results(knowledge):
    papers, names = model_case()
    readings, documents = [p.reading for p in papers], [p.document for p in papers]
    plain, totals, partition = run(readings, documents, names, knowledge)
    other_readings = [swapped(r) for r in readings]
    # spans quote the documents, which name sides only by the ids that the builder wrote into them
    other_documents = [swapped(d) for d in documents]
    mirrored, other_totals, other_partition = run(other_readings, other_documents, names, knowledge)
    assert partition == other_partition
    for one, other in zip(plain, mirrored, strict=True):
        back = swapped(other)
        assert neutral_order(
            dataclasses.replace(one, verification=(), process=(), addressed=(), attributes=())
        ) == (
            neutral_order(dataclasses.replace(back, verification=(), process=(), addressed=(), attributes=()))
        )
        assert {repr(c) for c in one.verification} == {repr(c) for c in back.verification}
        assert {repr(c) for c in one.process} == {repr(c) for c in back.process}
        for row, mirror in zip(one.attributes, back.attributes, strict=True):
            assert row.corroboration.code is mirror.corroboration.code
            assert (row.origins.lower, row.origins.upper) == (mirror.origins.lower, mirror.origins.upper)
            assert row.origins.single_interest == mirror.origins.single_interest
            assert (row.counts, row.pairs) == (mirror.counts, mirror.pairs)
    assert {repr(s) for s in totals.sums} == {repr(swapped(s)) for s in other_totals.sums}
    assert len(totals.checks) == len(other_totals.checks)
