"""Names of those who wrote, edited or translated: of a group as a whole, of a person in the parts that reference managers sort by."""

from dataclasses import dataclass

_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name; of a group only `whole` is known."""

    whole: str
    family: str = ""
    given: str = ""
    suffix: str = ""

    @staticmethod
    def of_person(text: str) -> "Name":
        """Read "Given Family", "Family, Given" or either with a "Jr."; a single word stays whole."""
        head, *rest = (part.strip() for part in text.split(","))
        suffix = rest.pop() if rest and rest[-1] in _SUFFIXES else ""
        if rest:
            family, given = head, ", ".join(rest)
        else:
            words = head.split()
            if not suffix and len(words) > 2 and words[-1] in _SUFFIXES:
                suffix = words.pop()
            family, given = words[-1] if words else "", " ".join(words[:-1])
        whole = " ".join(part for part in (given, family) if part) + (f", {suffix}" if suffix else "")
        return Name(whole, family, given, suffix) if given else Name(whole)

    @property
    def inverted(self) -> str:
        """The family name first."""
        if not self.family:
            return self.whole
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)
