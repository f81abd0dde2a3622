"""The names of TEI's elements and attributes as lxml spells them, and the ids a volume may use."""

from typing import Final, cast

from lxml import etree

TEI: Final = "{http://www.tei-c.org/ns/1.0}"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
# The prefix is declared with the first address, but the elements that occur use the second.
FRUS: Final = ("{http://history.state.gov/ns/1.0}", "{http://history.state.gov/frus/ns/1.0}")
SITE: Final = "https://history.state.gov/historicaldocuments/"

DATE: Final = TEI + "date"
DIV: Final = TEI + "div"
GLOSS: Final = TEI + "gloss"
HEAD: Final = TEI + "head"
ITEM: Final = TEI + "item"
LIST: Final = TEI + "list"
NOTE: Final = TEI + "note"
PB: Final = TEI + "pb"
PERS_NAME: Final = TEI + "persName"
PLACE_NAME: Final = TEI + "placeName"
REF: Final = TEI + "ref"
SIGNED: Final = TEI + "signed"
TIME: Final = TEI + "time"


def is_element(node: object) -> bool:
    """Tell an element from a comment or a processing instruction, which lxml puts among them with a function as tag."""
    return isinstance(getattr(node, "tag", None), str)


def line_of(element: etree._Element) -> int | None:
    """The line of the file on which an element begins."""
    return cast("int | None", element.sourceline)
