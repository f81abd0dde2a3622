"""Shapes in sentences: how often, of which values, and the logic that nests one shape in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode

from lod_publisher.web.shapes_guide.conditions import OF_ITSELF, SPOKEN, unspoken
from lod_publisher.web.shapes_guide.graph import ShapesGraph, Term, local_name
from lod_publisher.web.shapes_guide.phrases import Clause, Names, Piece, clause, joined, negated, number_word, verb

# Shapes within shapes deeper than this are left to the Turtle; nobody reads on.
_DEEPEST = 16
_FEW = 3
_ON_PROPERTY_SHAPES_ONLY = [
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
]
_LOGIC = {
    "or": ("do at least one of these:", "or"),
    "and": ("do all of these:", "and"),
    "xone": ("do exactly one of these:", "or else"),
}
_PAIRS = {
    "lessThan": ("have every ", " less (or earlier) than every "),
    "lessThanOrEquals": ("have no ", " greater (or later) than any "),
    "equals": ("have the same values as ", " and as "),
    "disjoint": ("have nothing as ", " that it also has as "),
}


@dataclass
class Speaker:
    """Says shapes in words; `anchors` are the shapes that have a place of their own on the page."""

    graph: ShapesGraph
    names: Names
    anchors: Mapping[Term, str] = field(default_factory=dict)

    def of_shape(self, shape: Term, third: bool, above: tuple[Term, ...] = ()) -> list[Clause]:
        """Everything that a shape asks, of a thing (a node shape) or of what a path leads to (a property shape)."""
        if shape in above or len(above) > _DEEPEST:
            return [clause(f"{verb('fulfil', third)} ", self.reference(shape), ", and so on")]
        if self.graph.sh(shape, "deactivated") and self.graph.is_true(shape, "deactivated"):
            return [clause("(a shape that is switched off, so that anything fulfils it)", loose=True)]
        if self.graph.sh(shape, "path"):
            return self.of_property(shape, third, above)
        return self.of_thing(shape, third, above)

    def of_thing(self, shape: Term, third: bool, above: tuple[Term, ...] = (), properties: bool = True) -> list[Clause]:
        """What a node shape asks of a thing; without `properties`, only what it asks itself."""
        found = self._conditions(shape, third, above)
        for name, speak in OF_ITSELF.items():
            for value in self.graph.sh(shape, name):
                if said := speak(self.graph, self.names, shape, value, third):
                    found.append(said)
        if properties:
            for part in self.graph.sh(shape, "property"):
                found += self.of_shape(part, third, (*above, shape))
        return found + unspoken(self.graph, self.names, shape, third, _ON_PROPERTY_SHAPES_ONLY)

    def of_property(
        self, shape: Term, third: bool, above: tuple[Term, ...] = (), properties: bool = True
    ) -> list[Clause]:
        """What a property shape asks: how many values there are, what each of them is, and how they compare with others.

        Without `properties`, not what the property shapes within it ask of the values: they report for themselves.
        """
        path = self.names.path(self.graph, self.graph.sh(shape, "path")[0])
        values = self._conditions(shape, True, above)
        for part in self.graph.sh(shape, "property") if properties else ():
            values += self.of_shape(part, True, (*above, shape))
        values += unspoken(self.graph, self.names, shape, True, ("closed", "ignoredProperties"))
        found = []
        counted, single = self._count(shape, third)
        if counted:
            found.append(_with_values(clause(f"{counted} ", path), values, ", which" if single else ", each of which"))
        elif values:
            opening = clause("where it has ", path, loose=True)
            found.append(_with_values(opening, values, ", each value"))
        found += self._qualified(shape, path, third, above)
        for value in self.graph.sh(shape, "hasValue"):
            found.append(
                clause(f"{verb('have', third)} ", self.names.value(value), " as ", path)
                if len(path) == 1
                else clause(f"{verb('have', third)} ", self.names.value(value), " at the end of ", path)
            )
        for name, (before, after) in _PAIRS.items():
            for value in self.graph.sh(shape, name):
                other = self.names.path(self.graph, value)
                found.append(clause(verb("have", third) + before.removeprefix("have"), path, after, other))
        if self.graph.is_true(shape, "uniqueLang"):
            found.append(clause(f"{verb('have', third)} no two ", path, " in the same language"))
        return found

    def reference(self, shape: Term) -> Piece:
        """The name of a shape, leading to its place on the page."""
        titles = [text.value for text in self.graph.sh(shape, "name") if isinstance(text, Literal)]
        if not isinstance(shape, NamedNode):
            return Piece(titles[0] if titles else "the shape that this is a part of")
        title = titles[0] if titles else self.names.labels.get(shape.value) or local_name(shape.value)
        return Piece(title, jump=self.anchors.get(shape, ""))

    def _count(self, shape: Term, third: bool) -> tuple[str, bool]:
        """How many values there must be ("" when nothing is said), and whether it is at most one."""
        least = min((value.value for value in self._numbers(shape, "minCount")), default="0", key=_as_number)
        most = min((value.value for value in self._numbers(shape, "maxCount")), default="", key=_as_number)
        for value in self._numbers(shape, "minCount"):
            least = max(least, value.value, key=_as_number)
        has = verb("have", third)
        if most and _as_number(most) == 0:
            return f"{has} no", False
        if most and least == most:
            return f"{has} exactly {number_word(most)}", most == "1"
        if most and _as_number(least) > 0:
            return f"{has} between {number_word(least)} and {number_word(most)}", False
        if most:
            return f"{has} at most {number_word(most)}", most == "1"
        return (f"{has} at least {number_word(least)}", False) if _as_number(least) > 0 else ("", False)

    def _numbers(self, shape: Term, name: str) -> list[Literal]:
        return [value for value in self.graph.sh(shape, name) if isinstance(value, Literal)]

    def _conditions(self, shape: Term, third: bool, above: tuple[Term, ...]) -> list[Clause]:
        """What is asked of one thing or value: simple conditions first, then the logic."""
        found = []
        for name, speak in SPOKEN.items():
            for value in self.graph.sh(shape, name):
                if name == "closed" and self.graph.sh(shape, "path"):
                    continue
                if said := speak(self.graph, self.names, shape, value, third):
                    found.append(said)
        inside = (*above, shape)
        for value in self.graph.sh(shape, "node"):
            if isinstance(value, NamedNode) or value in inside:
                found.append(clause(f"{verb('fulfil', third)} ", self.reference(value)))
            else:
                found += self.of_shape(value, third, inside)
        for name, (opening, word) in _LOGIC.items():
            for head in self.graph.sh(shape, name):
                members = self.graph.members(head)
                found.append(self._choice(members, verb("do", third) + opening.removeprefix("do"), word, third, inside))
        for value in self.graph.sh(shape, "not"):
            found.append(negated(self._whole(value, False, inside), third))
        return found

    def _choice(self, members: Sequence[Term], opening: str, word: str, third: bool, above: tuple[Term, ...]) -> Clause:
        """Several shapes of which some must hold: one sentence when they are short, else a list."""
        found = [self._whole(member, third, above) for member in members]
        if len(found) == 1:
            return found[0]
        if not found:
            return clause(f"{opening.removesuffix(' these:')} no alternatives")
        if len(found) <= _FEW and all(one.is_simple for one in found):
            if word == "or else":
                found[0] = replace(found[0], words=(Piece("either "), *found[0].words))
            return joined(found, f", {word}" if word != "and" else word)
        return replace(clause(opening), parts=tuple(found))

    def _whole(self, shape: Term, third: bool, above: tuple[Term, ...]) -> Clause:
        """A shape as one clause; a named one that has its own place on the page by its name."""
        if isinstance(shape, NamedNode) and (shape in self.anchors or shape not in self.graph.said):
            return clause(f"{verb('fulfil', third)} ", self.reference(shape))
        return _together(self.of_shape(shape, third, above), third)

    def _qualified(self, shape: Term, path: Sequence[Piece], third: bool, above: tuple[Term, ...]) -> list[Clause]:
        """So many values of a certain kind, whatever else there is."""
        least, most = self._numbers(shape, "qualifiedMinCount"), self._numbers(shape, "qualifiedMaxCount")
        apart = self.graph.is_true(shape, "qualifiedValueShapesDisjoint")
        found = []
        for value in self.graph.sh(shape, "qualifiedValueShape"):
            has = verb("have", third)
            lower, upper = (least[0].value if least else ""), (most[0].value if most else "")
            if lower and lower == upper:
                counted = f"{has} exactly {number_word(lower)} "
            elif lower and upper and lower != "0":
                counted = f"{has} between {number_word(lower)} and {number_word(upper)} "
            elif upper:
                counted = f"{has} no " if upper == "0" else f"{has} at most {number_word(upper)} "
            else:
                counted = f"{has} at least {number_word(lower or '0')} "
            word = " that" if counted.endswith((" one ", " no ")) and " between " not in counted else " each of which"
            one = _with_values(clause(counted, path), [self._whole(value, True, (*above, shape))], word)
            if apart:
                words = (*one.words, Piece(" (each value counts for one of the shapes beside this one only)"))
                one = replace(one, words=words, loose=True)
            found.append(one)
        return found


def _as_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 20 else 0


def _together(clauses: Sequence[Clause], third: bool) -> Clause:
    """What a shape asks as one clause."""
    if not clauses:
        return clause(f"{verb('be', third)} anything at all")
    if len(clauses) == 1:
        return clauses[0]
    if len(clauses) <= _FEW and all(one.is_simple for one in clauses):
        return joined(clauses, "and")
    return replace(clause(f"{verb('do', third)} all of these:"), parts=tuple(clauses))


def _with_values(opening: Clause, values: Sequence[Clause], word: str) -> Clause:
    """A clause about a property, followed by what is asked of its values."""
    if not values:
        return opening
    if (len(values) <= 2 and all(one.is_simple for one in values)) or len(values) == 1:
        one = joined(values, "and") if len(values) > 1 else values[0]
        words = (*opening.words, Piece(f"{word} "), *one.words)
        return replace(one, words=words, loose=one.loose or opening.loose or word.startswith(","))
    return replace(opening, words=(*opening.words, Piece(f"{word}:")), parts=tuple(values), loose=True)
