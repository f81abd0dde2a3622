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
