"""The engine gets no query in a serving process whose work is not known to be small: nothing could end it there."""

import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from lod_publisher.snapshot.lookup import Lookup, looked_up

HUB, ONE = "<http://x.org/hub>", "<http://x.org/1>"
OF, NAME, FEW, KNOWS = ("<http://x.org/of>", "<http://x.org/name>", "<http://x.org/few>", "<http://x.org/knows>")


def node(term):
    return NamedNode(term[1:-1])


@pytest.fixture(scope="module")
def store():
    """A hub of 150 things, each with a name, that knows three of them, each of which knows forty."""
    store = Store()
    things = [NamedNode(f"http://x.org/{number}") for number in range(150)]
    for number, thing in enumerate(things):
        store.add(Quad(node(HUB), node(OF), thing))
        store.add(Quad(thing, node(NAME), Literal(f"Thing {number}")))
    for thing in things[:3]:
        store.add(Quad(node(HUB), node(FEW), thing))
        store.extend([Quad(thing, node(KNOWS), each) for each in things[:40]])
    return store


def asked(store, *patterns):
    return looked_up(store, Lookup(f"SELECT * {{ {' . '.join(map(' '.join, patterns))} }}", patterns), "json", 200_000)


@pytest.mark.parametrize(
    ("patterns", "rows"),
    [
        (
            [(ONE, NAME, "?name"), (ONE, KNOWS, HUB)],
            None,
        ),  # whether there is none is for a worker to say, with its hints
        ([(HUB, FEW, "?one"), ("?one", NAME, "?name")], 3),
        ([("?one", NAME, "?name"), (HUB, FEW, "?one")], 3),
        (
            [(ONE, KNOWS, "?one"), (ONE, KNOWS, "?another"), (HUB, FEW, "?one")],
            None,
        ),  # forty times forty rows on the way
        ([(HUB, FEW, "?one"), (ONE, KNOWS, "?one")], 3),
        ([(HUB, OF, "?one"), ("?one", NAME, "?name")], None),  # a hundred and fifty
        ([(HUB, FEW, "?one"), ("?one", KNOWS, "?other")], None),  # three times forty
        ([(HUB, FEW, "?one"), ("?loose", NAME, "?name")], None),
        ([(HUB, FEW, "?one"), ("?two", NAME, "?name"), ("?two", KNOWS, "?one")], None),
        ([(ONE, NAME, "?name"), ("?name", NAME, "?again")], None),  # of a text nothing is said
    ],
)
def test_several_patterns_are_answered_only_when_few_statements_fit_them(store, patterns, rows):
    found = asked(store, *patterns)
    assert (None if found is None else len(json.loads(found[1])["results"]["bindings"])) == rows


X_NAME = "?x <http://x.org/name> ?n"


@pytest.mark.parametrize(
    ("lookup", "rows"),
    [
        (Lookup(f"SELECT DISTINCT ?p {{ {ONE} ?p ?o }}", ((ONE, "?p", "?o"),), gives_every_row=False), 2),
        (Lookup(f"SELECT DISTINCT ?p {{ {HUB} ?p ?o }}", ((HUB, "?p", "?o"),), gives_every_row=False), None),
        (Lookup(f"SELECT DISTINCT ?p {{ ?s ?p {ONE} }}", (("?s", "?p", ONE),), gives_every_row=False), 3),
        (Lookup(f"SELECT (COUNT(*) AS ?n) {{ {ONE} ?p ?o }}", ((ONE, "?p", "?o"),), gives_every_row=False), 1),
        (Lookup(f"SELECT (COUNT(*) AS ?n) {{ {HUB} ?p ?o }}", ((HUB, "?p", "?o"),), gives_every_row=False), None),
        # No statement fits, and the engine would look at each of a hundred and fifty.
        (Lookup(f"SELECT * {{ {HUB} ?p ?p }}", ((HUB, "?p", "?p"),)), None),
        (Lookup(f"SELECT * {{ ?x {FEW} ?o . ?o {NAME} ?n . ?x {OF} {ONE} }}",
                (("?x", FEW, "?o"), ("?o", NAME, "?n"), ("?x", OF, ONE))), 3),
        # The engine may begin at either.
        (Lookup(f"SELECT * {{ ?x {OF} {ONE} . ?x {FEW} {ONE} }}", (("?x", OF, ONE), ("?x", FEW, ONE))), None),
        (Lookup(f"SELECT * {{ {HUB} {FEW} ?x OPTIONAL {{ {X_NAME} }} }}", ((HUB, FEW, "?x"),), (("?x", NAME, "?n"),)), 3),
        (Lookup(f"SELECT * {{ {HUB} {FEW} ?x OPTIONAL {{ ?x {FEW} ?n }} }}", ((HUB, FEW, "?x"),), (("?x", FEW, "?n"),)), None),
        (Lookup(f"SELECT * {{ {HUB} {FEW} ?y OPTIONAL {{ {X_NAME} }} }}", ((HUB, FEW, "?y"),), (("?x", NAME, "?n"),)), None),
        # What may be lacking leads nowhere: where it does, everything would follow.
        (Lookup(f"SELECT * {{ {HUB} {FEW} ?x OPTIONAL {{ {X_NAME} }} OPTIONAL {{ ?n {NAME} ?m }} }}", ((HUB, FEW, "?x"),),
                (("?x", NAME, "?n"), ("?n", NAME, "?m"))), None),
        (Lookup(f"SELECT * {{ VALUES ?x {{ {ONE} {HUB} }} ?x {FEW} ?n }}", (("?x", FEW, "?n"),), values=("?x", (ONE, HUB))), None),
        (Lookup(f"SELECT * {{ VALUES ?x {{ {ONE} {HUB} }} ?x ?p ?n }}", (("?x", "?p", "?n"),), values=("?x", (ONE, HUB))), None),
        (Lookup(f"SELECT * {{ VALUES ?x {{ {ONE} }} {X_NAME} }}", (("?x", NAME, "?n"),), values=("?x", (ONE,))), 1),
        (Lookup(f"SELECT * {{ VALUES ?x {{ {ONE} }} ?y {NAME} ?n }}", (("?y", NAME, "?n"),), values=("?x", (ONE,))), None),
    ],
)  # fmt: skip
def test_what_its_answer_does_not_bound_is_answered_only_when_few_statements_fit_it(store, lookup, rows):
    found = looked_up(store, lookup, "json", 200_000)
    assert (None if found is None else len(json.loads(found[1])["results"]["bindings"])) == rows


def test_looking_whether_it_is_short_stops_at_a_hundred_statements():
    class Counting:
        """A store in which everything is said of everything."""

        given = 0

        def quads_for_pattern(self, *_):
            while True:
                self.given += 1
                yield Quad(node(ONE), node(NAME), node(HUB))

    store = Counting()
    assert asked(store, (ONE, NAME, "?a"), ("?a", NAME, "?b")) is None
    assert store.given == 101
