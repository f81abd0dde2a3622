"""Ten strange documents in one volume of our own invention."""

_PARAGRAPH = (
    "The committee considered paragraph {0} of the draft and left it as it was until item {0} had been settled. "
)
LONG = "".join(f"<p>{_PARAGRAPH.format(number) * 8}</p>\n" for number in range(1, 125))
WORD = "Donau" + "dampfschiffahrts" * 40

DOCUMENTS = {
    "tables": """<head>Paper on Tonnage<note n="1" xml:id="d1fn1">See the <table><row><cell>first</cell><cell>table</cell></row></table>
        below.</note></head><dateline><placeName>Geneva</placeName>, <date when="1955-07-02">July 2, 1955</date></dateline>
        <p>The figures:</p><table rows="3" cols="3"><head>Tons</head><row role="label"><cell>Year</cell><cell cols="2">Port</cell></row>
        <pb n="12" xml:id="pg_12" facs="0012"/>
        <row><cell>1954<note n="2" xml:id="d1fn2">Estimated.</note></cell><cell>1,200</cell><cell/></row>
        <row><cell>1955</cell><cell><list><item>900 in</item><item>300 out</item></list></cell><cell>1,200</cell></row></table>
        <p>Tables <hi rend="italic">inside
        </hi>paragraphs: <table><row><cell>a</cell><cell>b</cell></row></table> and on it goes.</p>""",
    "lists": """<head>Agreed Points</head><p>Points:<list><label>1.</label><item>First<list><label>(a)</label><item>Inner<list>
        <item>Innermost<note n="1" xml:id="d2fn1">Deep <list><item>and a list</item></list> down.</note></item></list> after it</item>
        <label>(b)</label><item>Second</item></list>tail of the first</item><pb n="13" xml:id="pg_13"/><label>2.</label>
        <item><p>One.</p><p>Two.</p></item><label>3.</label></list></p>""",
    "undated": "<p>A paper without head or date, and nothing that says who wrote it.</p><closer>no name at all</closer>",
    "redacted": """<head>Memorandum From [<hi rend="italic">name not declassified</hi>] to [<hi rend="italic">2 lines of source text not
        declassified</hi>]<note n="1" type="source" xml:id="d4fn1">Source: Department of State, Central Files. Secret.
        [<hi rend="italic">text not declassified</hi>]</note></head><p>[<hi rend="italic">1½ pages of source text not declassified</hi>]</p>
        <p>He met [<hi rend="italic">less than 1 line not declassified</hi>], then [<hi rend="italic">1 paragraph (7 lines) not
        declassified</hi>]</p><gap unit="page" quantity="2"/>""",
    "long": f"<head>Minutes of a Very Long Meeting</head>{LONG}",
    "from-right-to-left": """<head>رسالة من عبد الكريم قاسم إلى השגריר</head><p>Signed by <persName>عبد الكريم قاسم</persName> (Qasim),
        copied to <persName>משה שרת</persName>.</p><closer><signed><persName>عبد الكريم قاسم</persName></signed></closer>""",
    "hostile": """<head>&lt;script&gt;alert(1)&lt;/script&gt; &amp; "quotes"</head><p rend="center&quot; onclick=&quot;x">&lt;img src=x
        onerror=alert(2)&gt; <ref target="javascript:alert(3)">see</ref> <ref target="#d1&quot;&gt;">here</ref>
        <hi rend="&lt;b&gt;">odd</hi></p><list type="a&quot; b"><item>x</item></list><pb n="&lt;i&gt;" xml:id="pg_14" facs="x"/>""",
    "nested": """<head>Letter With Enclosures</head><opener><dateline>Bonn, <date when="1961-08-14">August 14, 1961</date></dateline><seg>SECRET</seg>
        words beside<salute>Dear Friend:</salute></opener><p>Enclosed.</p><closer>Sincerely,<signed>A. Writer</signed>Chairman</closer>
        <frus:attachment><head>Enclosure 1</head><p>First.</p><quote rend="blockquote"><p>Quoted.</p>loose<list><item>in it</item></list></quote>
        <frus:attachment><head>Enclosure to the Enclosure</head><p>Second.<lb/>Third line.</p></frus:attachment></frus:attachment>""",
    "notes-in-notes": """<head>Editorial Note</head><p>Text<note n="1" xml:id="d9fn1">Outer<note n="2" xml:id="d9fn2">inner with
        <quote>a quotation</quote></note> goes on<p>and on.</p></note><note xml:id="d9fn3">without a number</note>.</p><note>between blocks</note>
        <!-- not a word --><p><note n="4">only a note</note></p>""",
    "long-words": f"""<head>{WORD}</head><p>{WORD}<pb n="15" xml:id="pg_15"/>{WORD}</p><p>&#160;&#8195;thin&#8201;spaces
        &#173;soft</p><p/><list/><table/><closer/>text in no block <hi rend="strong">at all</hi>""",
}


def volume() -> str:
    """The TEI of the volume; the documents are d1 to d10 in their order."""
    divisions = "\n".join(
        f'<div type="document" xml:id="d{number}" n="{number}">{content}</div>'
        for number, content in enumerate(DOCUMENTS.values(), 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus-strange">
<teiHeader><fileDesc><titleStmt><title type="complete">Strange Papers</title></titleStmt>
<publicationStmt><publisher>Nobody</publisher><idno type="frus">frus-strange</idno></publicationStmt>
<sourceDesc><p>Made up.</p></sourceDesc></fileDesc></teiHeader>
<text><front/><body><div type="compilation" xml:id="comp1"><head>Papers</head>{divisions}</div></body></text></TEI>"""
