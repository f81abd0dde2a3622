"""What makes two findings the same one, although lines were added above it or the file has moved to another folder."""

import hashlib
import re

from lod_publisher.model.findings import Finding

# The part of our own IRIs that depends on where the data are published.
_BASE = re.compile(r"https?://[^\s<>\"]*?/(?=(?:id|vocab|shapes)[/#])")
_LINE = re.compile(r"\bline \d+")


def fingerprint(finding: Finding) -> str:
    """Sixteen hexadecimal digits that are the same for the same fault of the same record.

    Rule, severity, file name, record, node, property and value decide, never the line. A reader's own words decide only
    where there is no value, without the lines that they name; a shape's words may be improved without making old findings new.
    Equal findings of one record (two notes without an id) have equal fingerprints, so these are to be counted.
    """
    words = "" if finding.value or finding.shape else _LINE.sub("line", finding.message)
    file = finding.origin.file.rpartition("/")[2]
    node, path, value = (_BASE.sub("", text.strip("<>")) for text in (finding.focus, finding.path, finding.value))
    parts = (finding.rule, str(finding.severity), file, finding.record, node, path, value, words)
    told = "\0".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(told, digest_size=8).hexdigest()
