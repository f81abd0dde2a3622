"""The catalogues of the languages: whole, true to their messages, and enough for every kind of page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from tests.browser.kinds import KINDS

from lod_publisher.web.languages import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
OTHERS = [tag for tag in LANGUAGES if tag != "en"]
_UNREAD = {"script", "style", "pre", "code", "blockquote"}
_VOID = {"input", "link", "meta", "img", "br", "hr"}
_OF_DATA = {"text", "statements", "asprinted", "summary", "terms"}
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?s|</?\w+|href=\"[^\"]*\"")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Catalog:
    """All messages of the sources, as `make words` gathers them."""
    file = tmp_path_factory.mktemp("words") / "messages.pot"
    CommandLineInterface().run(
        [
            "pybabel",
            "-q",
            "extract",
            "-F",
            f"{ROOT}/pyproject.toml",
            "-k",
            "N_",
            "--ignore-dirs=node_modules .* _*",
            f"--output={file}",
            str(ROOT),
        ]
    )
    with file.open("rb") as written:
        return read_po(written)


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_of_the_sources_is_translated(template, language):
    translated = catalogue(language)
    missing = [
        message.id for message in template if message.id and not _is_said(translated.get(message.id, message.context))
    ]
    assert len(template) > 600
    assert missing == []


def _is_said(message) -> bool:
    if message is None or message.fuzzy:
        return False
    words = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(words)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_names_and_the_markup_of_its_message(language):
    translated = catalogue(language)
    for message in translated:
        if not message.id:
            continue
        assert list(message.check(translated)) == []
        if isinstance(message.id, str):
            assert sorted(_PLACEHOLDER.findall(str(message.string))) == sorted(_PLACEHOLDER.findall(message.id)), (
                message.id
            )


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_kept_that_nothing_asks_for(template, language):
    known = {(message.context, message.id) for message in template}
    kept = [message.id for message in catalogue(language) if message.id and (message.context, message.id) not in known]
    assert kept == []


def _page(client, address: str, language: str):
    return client.get(address, headers={"Accept": "text/html", "Accept-Language": language})


class _Words(HTMLParser):
    """The words of a page: what is read, and what screen readers say; the texts of documents and the table of statements are data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_data = bool(self._open) and self._open[-1][1]
        is_data = (
            is_data
            or tag in _UNREAD
            or given.get("lang") == "en"
            or bool(_OF_DATA & set(given.get("class", "").split()))
        )
        if tag not in _VOID:
            self._open.append((tag, is_data))
        if not is_data:
            self.found.update(filter(None, (given.get("aria-label"), given.get("placeholder"))))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not (self._open and self._open[-1][1]):
            self.found.add(" ".join(data.split()))


def _words(text: str) -> set[str]:
    parser = _Words()
    parser.feed(text)
    return parser.found


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_the_interface_is_left_in_english_on_any_kind_of_page(client, template, language):
    translated = catalogue(language)
    ours = {}
    for message in template:
        for words in message.id if isinstance(message.id, (tuple, list)) else [message.id]:
            known = translated.get(message.id, message.context)
            said = known.string if known and message.id else words
            if words and "%" not in words and "<" not in words and words != said and words not in _as_in(translated):
                ours[" ".join(words.split())] = said
    assert len(ours) > 400
    left: dict[str, set[str]] = {}
    for kind, address in KINDS.items():
        if kind == "validation report":  # a file of the build, in English
            continue
        pages = {tag: _page(client, address, tag).get_data(as_text=True) for tag in ("en", language)}
        assert all(f'<html lang="{tag}">' in text for tag, text in pages.items()), kind
        english, other = (_words(text.replace('<html lang="en">', "")) for text in pages.values())
        assert english != other, kind
        if found := other & ours.keys():
            left[kind] = found
    assert {kind: found - _DATA_WORDS for kind, found in left.items() if found - _DATA_WORDS} == {}


# What the founding collection says in English with the very words of the interface.
_DATA_WORDS = {"July 1958"}


def _as_in(translated: Catalog) -> set[str]:
    """Words that another message is translated by: they may stand on a page rightly."""
    return {str(message.string) for message in translated if isinstance(message.string, str)}
