"""CSV made from the engine's TSV."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store

from lod_publisher.snapshot.csv_rows import CsvWriter


def written(query: str, portion: int = 7) -> str:
    result = Store().query(query)
    assert isinstance(result, QuerySolutions)
    table = result.serialize(format=QueryResultsFormat.TSV) or b""
    sink = io.BytesIO()
    writer = CsvWriter(sink)
    for start in range(0, len(table), portion):
        writer.write(table[start : start + portion])
    writer.flush()
    return sink.getvalue().decode()


def test_an_iri_with_a_comma_is_one_cell():
    text = written('SELECT ?a ?b { VALUES (?a ?b) { (<http://e.example/x,y> "plain") } }')
    assert text == 'a,b\r\n"http://e.example/x,y",plain\r\n'


def test_types_and_languages_go_and_quotes_are_doubled():
    text = written('SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("say \\"so\\""@en 1.5 UNDEF) ("two\\nlines" true "") } }')
    assert text == 'a,b,c\r\n"say ""so""",1.5,\r\n"two\nlines",true,\r\n'


def test_a_table_without_columns_or_rows_keeps_its_shape():
    assert written("SELECT * {}") == "\r\n\r\n"
    assert written("SELECT ?z { FILTER(false) }") == "z\r\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.integers(1, 50))
def test_every_text_comes_back_from_any_csv_reader(text, portion):
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ ({Literal(text)} {NamedNode('http://e.example/,')}) }} }}"
    rows = list(csv.reader(io.StringIO(written(query, portion), newline="")))
    assert rows == [["a", "b"], [text, "http://e.example/,"]]
