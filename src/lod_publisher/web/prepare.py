"""What a stranger's query goes through before a worker parses it: bounds, full text, and the services it asks.

It stands above `querying` and `federation`, which both read tokens and do not know each other.
"""

from dataclasses import dataclass, field

from lod_publisher.web.formats import prefixes
from lod_publisher.web.querying.bounds import bounded, check_length
from lod_publisher.web.querying.edits import Edit, applied, resolved_words
from lod_publisher.web.querying.fulltext import Rewriting
from lod_publisher.web.querying.names import Names
from lod_publisher.web.querying.outline import outline
from lod_publisher.web.querying.tokens import scan
from lod_publisher.web.site import Site


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that a worker may parse, what its writer should know of the answer, and what was changed in the text given."""

    text: str
    remarks: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False)


def prepare(text: str, here: Site) -> Prepared:
    """Make a stranger's query ready for a worker.

    Raises:
        BadQueryError: it is longer or deeper than a person would write it, or a search in it is not written as it must be.
        QueryTimeoutError: a search took too long.
    """
    check_length(text)
    tokens = bounded(scan(text))
    base = here.snapshot.base
    searches = Rewriting(tokens, Names.of(tokens, prefixes(base), f"{base}/"), here)
    if any(map(searches.is_term, tokens)):
        searches.run(outline(tokens))
    # A sentence that was rewritten was written anew from its tokens, their escapes included.
    rewritten = [(edit.start, edit.end) for edit in searches.edits]
    words = [edit for edit in resolved_words(text, tokens) if not any(a <= edit.start < b for a, b in rewritten)]
    edits = tuple(sorted((*searches.edits, *words), key=lambda edit: edit.start))
    return Prepared(applied(text, edits) if edits else text, tuple(searches.remarks), edits)
