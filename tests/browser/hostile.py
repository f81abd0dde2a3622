"""A pocket collection that wishes its readers ill: markup and scripts in every text, quotes in addresses, words without end."""

from pathlib import Path

from tests.browser.serving import BASE

SCRIPT = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
WORD = "Donaudampfschifffahrtsgesellschaft" * 60
RIGHT_TO_LEFT = "عبد الكريم قاسم"
MANY = 3_000

_ESCAPED = SCRIPT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
_QUOTED = _ESCAPED.replace("'", "&#39;").replace('"', "&quot;")
_THINGS = f"""@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<{BASE}/id/person/hostile> a crm:E21_Person ; rdfs:label "{SCRIPT}" ; crm:P3_has_note "{SCRIPT} \\"quotes\\"" ;
  owl:sameAs <https://example.org/'onmouseover='window.hit=3> , <javascript:window.hit=4> .
<{BASE}/id/person/o'neill%22onclick=%22window.hit=5> a crm:E21_Person ; rdfs:label "O'Neill \\" onclick=\\"window.hit=5" .
<{BASE}/id/person/endless> a crm:E21_Person ; rdfs:label "{WORD}" ; crm:P3_has_note "{WORD}" .
<{BASE}/id/person/qasim> a crm:E21_Person ; rdfs:label "{RIGHT_TO_LEFT}"@ar .
<{BASE}/id/person/busy> a crm:E21_Person ; rdfs:label "A busy man" .
<{BASE}/id/place/hostile> a crm:E53_Place ; rdfs:label "{SCRIPT}" .
<{BASE}/id/event/hostile> a crm:E5_Event ; rdfs:label "{SCRIPT}" ; crm:P12_occurred_in_the_presence_of <{BASE}/id/person/hostile> ;
  crm:P7_took_place_at <{BASE}/id/place/hostile> ; crm:P3_has_note "{SCRIPT}" .
"""
_EVENT = """<{base}/id/event/busy-{number}> a crm:E5_Event ; rdfs:label "Event {number}" ;
  crm:P12_occurred_in_the_presence_of <{base}/id/person/busy> .
"""
_VOLUME = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader><fileDesc>
    <titleStmt><title type="complete">Volume {_ESCAPED}</title><title type="series">Foreign Relations</title>
      <title type="subseries">1958</title><title type="volumenumber">Volume I</title><title type="volume">{_ESCAPED}</title></titleStmt>
    <publicationStmt><publisher>{_ESCAPED}</publisher><date>1993</date><idno type="frus">hostile</idno></publicationStmt>
    <sourceDesc><p>Invented for tests</p></sourceDesc>
  </fileDesc></teiHeader>
  <text>
    <front><div type="section" xml:id="persons"><head>List of Persons</head><list type="names">
      <item><hi rend="strong"><persName xml:id="p_H1">{_ESCAPED}</persName>,</hi> {_ESCAPED}</item>
      <item><hi rend="strong"><persName xml:id="p_A1">{RIGHT_TO_LEFT}</persName>,</hi> Prime Minister</item>
    </list></div></front>
    <body><div type="compilation" xml:id="comp1"><head>Iraq</head><div type="chapter" xml:id="ch1"><head>{_ESCAPED}</head>
      <div type="document" xml:id="d1" n="1">
        <head>1. Telegram <gloss type="from">{_ESCAPED}</gloss> to <gloss type="to">Department of State</gloss>
          <note n="0" xml:id="d1fn0" type="source">Source: {_ESCAPED}, Central Files. Secret. Drafted by <persName corresp="#p_H1">{_ESCAPED}</persName>.</note></head>
        <dateline><placeName>{_ESCAPED}</placeName>, <date when="1958-07-14">July 14, 1958</date></dateline>
        <p rend="&quot;&gt;&lt;script&gt;window.hit = 6&lt;/script&gt;">{_ESCAPED} <persName corresp="#p_A1">{RIGHT_TO_LEFT}</persName>
          <ref target="javascript:window.hit=7">here</ref> and <ref target="http://example.org/&quot;onmouseover=&quot;window.hit=8">there</ref>
          <hi rend="{_QUOTED}">loud</hi><note n="1" xml:id="d1fn1">{_ESCAPED}</note></p>
        <p>{WORD}</p>
        <list><head>{_ESCAPED}</head><item>{_ESCAPED}</item></list>
        <table><row><cell>{WORD}</cell><cell>{_ESCAPED}</cell><cell>c</cell></row></table>
        <closer><signed><persName corresp="#p_H1">{_ESCAPED}</persName></signed></closer>
      </div>
      <div type="document" xml:id="d2" n="2"><head>2. Editorial Note</head><p>It is quiet.</p></div>
    </div></div></body>
  </text>
</TEI>
"""


def write(folder: Path) -> list[Path]:
    """The collection's files, written there."""
    things, volume = folder / "things.ttl", folder / "hostile.xml"
    events = "".join(_EVENT.format(base=BASE, number=number) for number in range(MANY))
    things.write_text(_THINGS + events, encoding="utf-8")
    volume.write_text(_VOLUME, encoding="utf-8")
    return [things, volume]
