"""What contradicts itself in a volume, and what it leaves open, on snippets of our own: each rule alarms and stays silent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.settings import Source
from lod_publisher.sources import frus_tei
from lod_publisher.sources.frus_tei._likeness import may_name

Read = Callable[..., list[Finding]]

PERSONS = """
<item><persName xml:id="p_DAW1">Dulles, Allen W.</persName>, Director of Central Intelligence</item>
<item><persName xml:id="p_DJF1">Dulles, John Foster</persName>, Secretary of State until April 1959</item>
<item><persName xml:id="p_WSM1">Wright, Sir Michael</persName>, British Ambassador to Iraq</item>
<item><persName xml:id="p_WTK1">Wright, Thomas K.</persName>, Counselor of the Embassy in Jordan</item>
<item><persName xml:id="p_HD1">Hammarskjold, Dag</persName>, Secretary-General until his death on September 18, 1959</item>
"""
PAGE = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title type="complete">Foreign Relations of the United States, 1958–1960</title>
<title type="subseries">1958–1960</title></titleStmt>
<publicationStmt><idno type="frus">frus-test</idno></publicationStmt></fileDesc></teiHeader>
<text><front><div type="section" xml:id="persons"><list>{persons}</list></div></front>
<body><div type="chapter" xml:id="ch1"><head>Chapter</head>{documents}</div></body></text></TEI>"""
DATE = '<date when="1958-07-03">July 3, 1958</date>'


def document(
    text: str = "",
    *,
    key: str = "d1",
    head: str = "1. Letter",
    date: str = DATE,
    source: str = "",
    place: str = "<placeName>Washington</placeName>, ",
) -> str:
    note = f'<note type="source" xml:id="{key}fn0">{source}</note>' if source else ""
    return (
        f'<div type="document" xml:id="{key}"><head>{head}{note}</head><dateline>{place}{date}</dateline>{text}</div>'
    )


def tag(key: str, words: str) -> str:
    return f'<persName corresp="#{key}">{words}</persName>'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads documents that share one list of persons; gives the findings about them."""

    def _read(*documents: str, persons: str = PERSONS) -> list[Finding]:
        path = tmp_path / "frus-test.xml"
        path.write_text(PAGE.format(persons=persons, documents="\n".join(documents)), encoding="utf-8")
        source = Source(path, path.name, "frus-tei", "")
        found = [f for f in (*frus_tei.survey(source), *frus_tei.read(source)) if isinstance(f, Finding)]
        assert all(f.message.endswith(".") and f.consequence.endswith(".") and f.remedy for f in found)
        assert all(f.origin.line and f.record for f in found)
        return found

    return _read


def rules(found: list[Finding]) -> list[str]:
    return [f.rule for f in found]


def test_a_document_that_keeps_every_rule_has_no_finding(read: Read) -> None:
    text = f"<p>{tag('p_DJF1', 'Secretary Dulles')} told {tag('p_DAW1', 'Allen Dulles')} so.</p>"
    assert read(document(text, source="Source: Department of State, Central Files, 787.00/7–358. Secret.")) == []


@pytest.mark.parametrize(
    "date",
    [
        '<date when="1958-11-03">March 11, 1958</date>',
        '<date when="1959-07-03">July 3, 1958</date>',
        '<date from="1958-08-15T15:50:00" to="1960-08-15T17:30:00">August 15, 1958, 3:50–5:30 p.m.</date>',
        '<date from="1958-09-30T09:45:00" to="1960-06-02T13:00:00">September 30, 1958, 9:45 a.m.–1 p.m.</date>',
    ],
)
def test_a_coded_date_that_is_not_the_printed_one_is_found(read: Read, date: str) -> None:
    assert rules(read(document(date=date))) == ["date-attribute-against-text"]


@pytest.mark.parametrize(
    "date",
    [
        '<date when="1959-09-09">September 9 [30?], 1959</date>',
        '<date from="1959-01-26" to="1959-01-27">January 26 [27], 1959</date>',
        '<date when="1958-07-07">July 71958</date>',
        '<date when="1958-07-03T23:30:00Z">July 4, 1958</date>',
        '<date from="1958-12-30" to="1959-01-02">December 30, 1958–January 2, 1959</date>',
        '<date when="1958-07-03T13:00:00">July 3, 1958, 1–4 p.m.</date>',
        '<date when="1958-07-03T16:00:00">July 3, 1958, 1–4 p.m.</date>',
        '<date when="1958-07-03T12:00:00">July 3, 1958, noon</date>',
    ],
)
def test_an_uncertain_or_a_glued_date_is_no_conflict(read: Read, date: str) -> None:
    assert read(document(date=date)) == []


@pytest.mark.parametrize(
    ("coded", "printed"),
    [
        ("T07:44:00", "7:44 p.m."),
        ("T10:11:00", "10–11 a.m."),
        ("T12:47:00", "12:47 a.m."),
        ("T11:00:00", "11:30 a. m."),
    ],
)
def test_a_coded_hour_that_is_not_the_printed_one_is_found(read: Read, coded: str, printed: str) -> None:
    (found,) = read(document(date=f'<date when="1958-07-03{coded}">July 3, 1958—{printed}</date>'))
    assert (found.rule, found.value) == ("clock-attribute-against-text", f"1958-07-03{coded}")


@pytest.mark.parametrize(
    ("number", "severity"),
    [
        ("787.00/7–359", Severity.WARNING),  # the year
        ("787.00/6–358", Severity.INFO),  # the month alone
        ("787.00/7–165", Severity.WARNING),  # a figure is missing, so that a day of 1965 is read
    ],
)
def test_a_file_number_that_ends_in_an_impossible_day_is_found(read: Read, number: str, severity: Severity) -> None:
    (found,) = read(document(source=f"Source: Department of State, Central Files, {number}. Secret."))
    assert (found.rule, found.severity, found.value) == ("date-against-file-number", severity, number)


@pytest.mark.parametrize("number", ["787.00/7–358", "787.00/6–2458", "787.00/2–458", "787.00/12–2858"])
def test_a_paper_filed_some_months_before_or_after_is_as_it_should_be(read: Read, number: str) -> None:
    assert read(document(source=f"Source: Department of State, Central Files, {number}. Secret.")) == []


def test_a_reply_is_filed_under_the_letter_that_it_names(read: Read) -> None:
    source = "Source: Department of State, Central Files, 787.00/6–358. Secret."
    for day in ("June 3", "Jun. 3"):
        assert read(document(f"<p>Reference is made to your letter of {day}.</p>", source=source)) == []


def test_the_documents_beside_it_tell_which_of_date_and_file_number_is_wrong(read: Read) -> None:
    source = "Source: Department of State, Central Files, 787.00/7–359. Secret."
    beside = '<date when="1959-07-02">July 2, 1959</date>'
    found = read(document(date=beside), document(key="d2", source=source))
    assert "the date is probably misprinted" in found[0].remedy
    found = read(document(), document(key="d2", source=source), document(key="d3"))
    assert "the file number is probably misprinted" in found[0].remedy


def test_a_file_number_that_ends_in_no_day_is_found(read: Read) -> None:
    (found,) = read(document(source="Source: Department of State, Central Files, 787.00/14–1458. Secret."))
    assert found.rule == "file-number-without-date"


def test_a_year_outside_the_volume_is_a_misprint_when_it_is_out_of_order(read: Read) -> None:
    beside = [document(key="d1"), document(key="d3", date='<date when="1958-07-05">July 5, 1958</date>')]
    wrong = document(key="d2", date='<date when="1976-07-04">July 4, 1976</date>')
    (found,) = read(beside[0], wrong, beside[1])
    assert (found.rule, found.record) == ("year-misprinted", "frus-test/d2")
    assert "Probably 1958 is meant" in found.message


def test_a_later_paper_at_the_end_of_a_chapter_is_outside_the_volume_but_no_misprint(read: Read) -> None:
    (found,) = read(document(), document(key="d2", date='<date when="1975-05-12">May 12, 1975</date>'))
    assert (found.rule, found.severity) == ("date-outside-volume", Severity.INFO)


def test_a_paper_of_the_year_before_opens_many_a_volume(read: Read) -> None:
    assert read(document(date='<date when="1957-12-30">December 30, 1957</date>'), document(key="d2")) == []


def test_a_tag_on_another_name_is_found_once_in_a_document_with_its_number(read: Read) -> None:
    text = f"<p>{tag('p_DJF1', 'Saud')} and {tag('p_DJF1', 'Saud')}.</p>"
    (found,) = read(document(text))
    assert (found.rule, found.value) == ("mention-of-another-name", "#p_DJF1")
    assert "2 times" in found.message


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("JFD", "Dulles, John Foster", ""),
        ("McG. B.", "Bundy, McGeorge", ""),
        ("K", "Kissinger, Henry A.", ""),
        ("D[avid] B[ruce]", "Bruce, David K.E.", ""),
        ("Tim-berlake", "Timberlake, Clare H.", ""),
        ("deGaulle", "de Gaulle, General Charles", ""),
        ("JCKing", "King, Colonel J.C. (Oliver G. Galbond)", ""),
        ("Feisal", "Faisal II", ""),
        ("Col. King", "King, Colonel J.C.", ""),
        ("Dobrynins", "Dobrynin, Anatoliy F.", ""),
        ("Fulb", "Fulbright, J. William.", ""),
        ("Bob", "Murphy, Robert D.", ""),
        ("Livie", "Merchant, Livingston T.", ""),
        ("Guvenderin", "Güvendiren, Ekrem", ""),
        ("Quwwatli’s", "al-Quwatli (Quwaitli, Quwatly, Kuwatly), Shukri", ""),
        ("McIntyre", "Mclntyre, James T.", ""),
        ("Generalissimo", "Chiang Kai-shek", "Generalissimo, President of the Republic of China"),
        ("the Secretary", "Rusk, Dean", "Secretary of State"),
        ("President", "Kennedy, John F.", ""),
        ("his brother", "Dulles, Allen W.", ""),
        ("MacArthurian", "MacArthur, Douglas, II", ""),
    ],
)
def test_a_form_of_the_name_is_no_other_name(words: str, name: str, role: str) -> None:
    assert may_name(words, name, role)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Brentano", "Herter, Christian A."),
        ("von Brentano", "von Eckardt, Felix"),
        ("Nixon", "Kissinger, Henry A."),
        ("Rogers", "Rodman, Peter W."),
        ("CK", "Rusk, Dean"),
        ("Johnson", "Dulles, John Foster"),
        ("Kosygin", "Korniyenko, Georgy M."),
        ("Shah Mahmoud", "Mohammed Zahir Shah"),
    ],
)
def test_another_name_is_another_name(words: str, name: str) -> None:
    assert not may_name(words, name, "Secretary of State")


def test_a_title_that_only_another_of_the_name_has_is_found(read: Read) -> None:
    (found,) = read(document(f"<p>Secretary {tag('p_DAW1', 'Dulles')} met with Pineau.</p>"))
    assert (found.rule, found.severity) == ("title-of-another-bearer", Severity.WARNING)
    assert "#p_DJF1" in found.remedy
    assert read(document(f"<p>Secretary {tag('p_DJF1', 'Dulles')} and Mr. {tag('p_DAW1', 'Dulles')}</p>")) == []


def test_a_bare_surname_after_another_of_the_name_was_named_in_full_is_found(read: Read) -> None:
    text = f"<p>{tag('p_WSM1', 'Michael Wright')} said to {tag('p_WTK1', 'Wright')} what {tag('p_WTK1', 'Wright')} knew.</p>"
    (found,) = read(document(text))
    assert (found.rule, found.severity, found.value) == ("surname-of-another-bearer", Severity.INFO, "#p_WTK1")
    both = f"<p>{tag('p_WSM1', 'Michael Wright')}, {tag('p_WTK1', 'Wright')}, {tag('p_WTK1', 'Thomas K. Wright')}.</p>"
    assert read(document(both)) == []


def test_the_bearer_who_is_named_far_more_often_is_meant_by_the_bare_surname(read: Read) -> None:
    text = f"<p>{tag('p_DAW1', 'Allen Dulles')} and {tag('p_DJF1', 'Dulles')}.</p>"
    often = "".join(f"<p>{tag('p_DJF1', 'John Foster Dulles')}</p>" for _ in range(40))
    assert rules(read(document(text))) == ["surname-of-another-bearer"]
    assert read(document(text), document(often, key="d2")) == []


def test_whoever_signs_after_her_death_is_found_but_may_be_mentioned(read: Read) -> None:
    late = '<date when="1960-01-04">January 4, 1960</date>'
    signed = f"<closer><signed>{tag('p_HD1', 'Dag Hammarskjold')}</signed></closer>"
    (found,) = read(document(signed, date=late))
    assert (found.rule, found.record) == ("act-after-death", "frus-test/d1")
    assert read(document(signed)) == []
    assert read(document(f"<p>The late {tag('p_HD1', 'Hammarskjold')}.</p>", date=late)) == []


def test_a_telegram_from_a_person_without_office_is_found(read: Read) -> None:
    def head(words: str) -> str:
        return f'1. Telegram From {words} to the <gloss type="to">Department of State</gloss>'

    person = '<persName type="from" corresp="#p_DJF1">Dulles</persName>'
    assert rules(read(document(head=head(person)))) == ["sender-without-office"]
    for named in (
        f"Secretary of State {person}",
        f"the Ambassador in Iraq ({person})",
        f"{person} of the National Security Council",
        f"{person}, Consultant,",
    ):
        assert read(document(head=head(named))) == [], named
    assert read(document(head=head(person).replace("Telegram", "Letter"))) == []


def test_an_office_tagged_as_a_person_and_a_sender_without_tag_are_found(read: Read) -> None:
    embassy = '1. Telegram From the <persName type="from">Embassy in Ethiopia</persName> to Washington'
    assert rules(read(document(head=embassy))) == ["office-tagged-as-person"]
    untagged = read(document(head="1. Telegram From the Embassy in Ethiopia to the Department of State"))
    assert rules(untagged) == ["sender-not-tagged"]


def test_a_place_that_is_printed_but_not_tagged_is_found(read: Read) -> None:
    (found,) = read(document(place="Cape Town, "))
    assert (found.rule, "'Cape Town'" in found.message) == ("place-not-tagged", True)
    assert read(document(place="[place not declassified], ")) == []
    assert read(document(place="")) == []


def test_a_conversation_that_lists_nobody_is_found(read: Read) -> None:
    talk = "1. Memorandum of Conversation"
    (found,) = read(document(head=talk))
    assert (found.rule, "no list of participants" in found.message) == ("meeting-without-participants", True)
    present = '<list type="participants"><head>PARTICIPANTS</head><item>{}</item></list>'
    (found,) = read(document(present.format("Mr. Hentzau"), head=talk))
    assert "tags nobody" in found.message
    (found,) = read(document(present.format("[Here follows the same list as Document 139.]"), head=talk))
    assert "refers to that of another" in found.message
    assert read(document(present.format(tag("p_DJF1", "Dulles")), head=talk)) == []


def test_a_volume_without_a_list_of_persons_is_one_finding_and_not_one_for_each_meeting(read: Read) -> None:
    talks = [document(key=f"d{n}", head=f"{n}. Memorandum of Conversation") for n in range(1, 4)]
    assert rules(read(*talks, persons="")) == ["volume-without-persons-list"]


def test_tags_that_only_a_lenient_reader_follows_are_found(read: Read) -> None:
    text = '<p><persName corresp="p_DJF1">Dulles</persName>, <persName corresp="p_DJF1">Dulles</persName></p>'
    (found,) = read(document(text))
    assert (found.rule, found.record, found.value) == ("person-tag-without-hash", "frus-test/d1", "p_DJF1")
    strange = '<p>Text.<note n="2" xml:id="d1fn2">Note.</note></p>'
    (found,) = read(document(), document(strange, key="d2"))
    assert (found.rule, found.record) == ("note-id-of-another-document", "frus-test/d2")


def test_a_second_source_note_is_found(read: Read) -> None:
    second = '<note type="source" xml:id="d1fn1">Source: Eisenhower Library, Whitman File. Secret.</note>'
    found = read(document(second, source="Source: Department of State, Central Files, 787.00/7–358. Secret."))
    assert rules(found) == ["several-source-notes"]


def test_an_entry_without_id_is_found_but_prose_in_the_list_is_an_editors_note(read: Read) -> None:
    note = "<item>Editor’s Note: The persons below are listed with their offices.</item>"
    assert read(document(), persons=PERSONS + note) == []
    (found,) = read(document(), persons=PERSONS + '<item><hi rend="strong">Flesch, Col. J.M.</hi>, Assistant</item>')
    assert (found.rule, found.record) == ("person-entry-without-id", "frus-test/persons")


def test_an_entry_that_is_no_person_and_one_that_is_two_are_found(read: Read) -> None:
    broken = '<item><persName xml:id="p_SA1">Security Affairs</persName>, Department of Defense</item>'
    (found,) = read(document(), persons=PERSONS + broken)
    assert (found.rule, found.record, found.severity) == (
        "person-entry-not-a-person",
        "frus-test/p_SA1",
        Severity.WARNING,
    )
    two = '<item><persName xml:id="p_DX1">Deng Xiaoping</persName> <persName xml:id="p_TH1">(Teng)</persName></item>'
    (found,) = read(document(), persons=PERSONS + two)
    assert (found.rule, found.value) == ("person-entry-with-two-ids", "p_TH1")


def test_a_misspelled_key_is_found_with_the_one_that_is_meant(read: Read) -> None:
    (found,) = read(document('<p><persName corresp="^#p DJF1">Dulles</persName></p>'))
    assert (found.rule, found.remedy) == ("mention-of-nobody", "Correct @corresp: perhaps #p_DJF1 is meant.")
    (found,) = read(document('<p><persName corresp="#p_al Tikriti, Hardan1">Tikriti</persName></p>'))
    assert found.remedy == "Correct @corresp, or add the entry to the list of persons."
