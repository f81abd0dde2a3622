"""What an editor should know of a file of the Digital Archive: contradictions, misprints, halves of paragraphs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lod_publisher.model.dates import date_from_words
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin, Passage
from lod_publisher.sources.wilson_text._citation import ADDRESS, CITED
from lod_publisher.sources.wilson_text._layout import Layout

_HOST = "digitalarchive.wilsoncenter.org"
_UNIT_MISPRINTED = re.compile(r"\bó\.\s?e\.|\d\.ó\.e\.")
_LANGUAGES = {
    "albanian": "sq", "arabic": "ar", "bulgarian": "bg", "chinese": "zh", "czech": "cs", "english": "en", "french": "fr",
    "german": "de", "hungarian": "hu", "italian": "it", "korean": "ko", "mongolian": "mn", "polish": "pl", "portuguese": "pt",
    "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk", "spanish": "es", "vietnamese": "vi",
}  # fmt: skip


def language_code(name: str) -> str:
    """The code of a language's English name; "und" when it is not in the table."""
    return _LANGUAGES.get(name.lower(), "und")


def remarks(layout: Layout, body: Sequence[Passage], shown: str, local_id: str) -> Iterator[Finding]:
    """Yield what is odd; none of it keeps the document out of the dataset."""

    def finding(rule: str, severity: Severity, line: int | None, message: str, *rest: str) -> Finding:
        value, consequence, remedy = (*rest, "", "", "")[:3]
        return Finding(rule, severity, Origin(shown, line), local_id, message, value, consequence, remedy)

    citation = layout.words("citation")
    cited = CITED.search(citation)
    if not date_from_words(layout.date):
        yield finding(
            "document-without-date", Severity.WARNING, layout.title_line, "The head gives no date that can be read.", layout.date,
            "The document is missing from the timeline.", "Add the date in bold above the title.",
        )  # fmt: skip
    elif cited and date_from_words(cited["date"]) != date_from_words(layout.date):
        yield finding(
            "dates-disagree", Severity.WARNING, layout.line("citation"), "The head and the citation give different dates.",
            f"{layout.date} / {cited['date']}", "The head's date is published.", "Correct the wrong one.",
        )  # fmt: skip
    if (address := ADDRESS.search(citation)) and f"//{_HOST}/" not in address[0]:
        yield finding(
            "address-on-another-host", Severity.INFO, layout.line("citation"),
            f"The citation's address is not on {_HOST}; it may be a test machine.", address[0],
            "Readers may not be able to follow it.", "Give the public page in the option source_page.",
        )  # fmt: skip
    if misprint := _UNIT_MISPRINTED.search(citation):
        yield finding(
            "shelfmark-misprinted", Severity.INFO, layout.line("citation"),
            "The shelfmark is printed with 'ó.e.' where Hungarian archives write 'ő.e.' (őrzési egység, unit of storage).",
            misprint[0],
            "It is published as printed.",
        )  # fmt: skip
    language = layout.words("original language")
    if language and language_code(language) == "und":
        yield finding(
            "language-unknown", Severity.WARNING, layout.line("original language"), "The original language has no known code.",
            language, "The original is published with the language 'und'.", "Write the language's English name.",
        )  # fmt: skip
    if not body:
        yield finding(
            "document-without-text", Severity.WARNING, layout.line("contents"), "There is no text under '**Contents:**'.", "",
            "Only the head is published.", "Add the text.",
        )  # fmt: skip
    for before, after in pairwise(body):
        if before.kind == after.kind == "paragraph" and after.text[:1].islower() and before.text[-1:].isalpha():
            yield finding(
                "paragraph-cut", Severity.INFO, after.line, "A paragraph is cut in two, probably by a page break.",
                f"{before.text[-40:]} | {after.text[:40]}", "Its halves are published as two passages.",
            )  # fmt: skip
