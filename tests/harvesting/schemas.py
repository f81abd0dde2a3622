"""What the specifications say of the form of answers, as RELAX NG in our own words (their XSDs are not among the packages we may install)."""

from lxml import etree

_OAI_PMH = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.openarchives.org/OAI/2.0/"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="OAI-PMH">
    <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
    <element name="responseDate"><ref name="moment"/></element>
    <element name="request">
      <optional><attribute name="verb"/></optional> <optional><attribute name="identifier"/></optional>
      <optional><attribute name="metadataPrefix"/></optional> <optional><attribute name="from"/></optional>
      <optional><attribute name="until"/></optional> <optional><attribute name="set"/></optional>
      <optional><attribute name="resumptionToken"/></optional> <data type="anyURI"/>
    </element>
    <choice>
      <oneOrMore><element name="error"><attribute name="code"><choice>
        <value>cannotDisseminateFormat</value><value>idDoesNotExist</value><value>badArgument</value><value>badVerb</value>
        <value>noMetadataFormats</value><value>noRecordsMatch</value><value>badResumptionToken</value><value>noSetHierarchy</value>
      </choice></attribute><text/></element></oneOrMore>
      <element name="Identify">
        <element name="repositoryName"><text/></element> <element name="baseURL"><data type="anyURI"/></element>
        <element name="protocolVersion"><value>2.0</value></element>
        <oneOrMore><element name="adminEmail"><data type="string"><param name="pattern">\\S+@(\\S+\\.)+\\S+</param></data></element></oneOrMore>
        <element name="earliestDatestamp"><ref name="moment"/></element>
        <element name="deletedRecord"><choice><value>no</value><value>persistent</value><value>transient</value></choice></element>
        <element name="granularity"><choice><value>YYYY-MM-DD</value><value>YYYY-MM-DDThh:mm:ssZ</value></choice></element>
        <zeroOrMore><element name="compression"><text/></element></zeroOrMore>
        <zeroOrMore><element name="description"><choice><ref name="dublinCore"/><ref name="foreign"/></choice></element></zeroOrMore>
      </element>
      <element name="ListMetadataFormats"><oneOrMore><element name="metadataFormat">
        <element name="metadataPrefix"><data type="string"><param name="pattern">[A-Za-z0-9\\-_\\.!~\\*'\\(\\)]+</param></data></element>
        <element name="schema"><data type="anyURI"/></element> <element name="metadataNamespace"><data type="anyURI"/></element>
      </element></oneOrMore></element>
      <element name="ListSets"><oneOrMore><element name="set">
        <ref name="setSpec"/> <element name="setName"><text/></element>
        <zeroOrMore><element name="setDescription"><ref name="foreign"/></element></zeroOrMore>
      </element></oneOrMore> <optional><ref name="token"/></optional></element>
      <element name="GetRecord"><ref name="record"/></element>
      <element name="ListRecords"><oneOrMore><ref name="record"/></oneOrMore> <optional><ref name="token"/></optional></element>
      <element name="ListIdentifiers"><oneOrMore><ref name="header"/></oneOrMore> <optional><ref name="token"/></optional></element>
    </choice>
  </element></start>
  <define name="moment"><data type="dateTime"><param name="pattern">[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z</param></data></define>
  <define name="setSpec"><element name="setSpec"><data type="string">
    <param name="pattern">([A-Za-z0-9\\-_\\.!~\\*'\\(\\)])+(:[A-Za-z0-9\\-_\\.!~\\*'\\(\\)]+)*</param></data></element></define>
  <define name="token"><element name="resumptionToken">
    <optional><attribute name="expirationDate"/></optional>
    <optional><attribute name="completeListSize"><data type="positiveInteger"/></attribute></optional>
    <optional><attribute name="cursor"><data type="nonNegativeInteger"/></attribute></optional> <text/>
  </element></define>
  <define name="header"><element name="header">
    <optional><attribute name="status"><value>deleted</value></attribute></optional>
    <element name="identifier"><data type="anyURI"/></element> <element name="datestamp"><ref name="moment"/></element>
    <zeroOrMore><ref name="setSpec"/></zeroOrMore>
  </element></define>
  <define name="record"><element name="record"><ref name="header"/>
    <optional><element name="metadata"><choice><ref name="dublinCore"/><ref name="foreign"/></choice></element></optional>
  </element></define>
  <define name="dublinCore"><element name="dc" ns="http://www.openarchives.org/OAI/2.0/oai_dc/">
    <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
    <zeroOrMore><element><choice ns="http://purl.org/dc/elements/1.1/">
      <name>title</name><name>creator</name><name>subject</name><name>description</name><name>publisher</name><name>contributor</name>
      <name>date</name><name>type</name><name>format</name><name>identifier</name><name>source</name><name>language</name>
      <name>relation</name><name>coverage</name><name>rights</name>
    </choice><data type="string"><param name="minLength">1</param></data></element></zeroOrMore>
  </element></define>
  <define name="foreign"><element><anyName><except><nsName ns="http://www.openarchives.org/OAI/2.0/"/>
    <nsName ns="http://www.openarchives.org/OAI/2.0/oai_dc/"/></except></anyName><ref name="anything"/></element></define>
  <define name="anything"><zeroOrMore><choice><attribute><anyName/></attribute><text/>
    <element><anyName/><ref name="anything"/></element></choice></zeroOrMore></define>
</grammar>
"""
# A sitemap, with or without the elements of ResourceSync (which stand where sitemaps allow elements of others).
_SITEMAP = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.sitemaps.org/schemas/sitemap/0.9"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><choice>
    <element name="sitemapindex"><ref name="rs"/><zeroOrMore><element name="sitemap"><ref name="entry"/></element></zeroOrMore></element>
    <element name="urlset"><ref name="rs"/><zeroOrMore><element name="url"><ref name="entry"/></element></zeroOrMore></element>
  </choice></start>
  <define name="entry">
    <element name="loc"><data type="anyURI"><param name="pattern">https?://.{5,2030}</param></data></element>
    <optional><element name="lastmod"><data type="dateTime"/></element></optional>
    <ref name="rs"/>
  </define>
  <define name="rs">
    <zeroOrMore><choice>
      <element name="md" ns="http://www.openarchives.org/rs/terms/">
        <optional><attribute name="capability" ns=""/></optional> <optional><attribute name="change" ns=""><choice>
          <value>created</value><value>updated</value><value>deleted</value></choice></attribute></optional>
        <optional><attribute name="datetime" ns=""><data type="dateTime"/></attribute></optional>
        <optional><attribute name="at" ns=""><data type="dateTime"/></attribute></optional>
        <optional><attribute name="from" ns=""><data type="dateTime"/></attribute></optional>
        <optional><attribute name="until" ns=""><data type="dateTime"/></attribute></optional>
        <optional><attribute name="hash" ns=""/></optional>
        <optional><attribute name="length" ns=""><data type="nonNegativeInteger"/></attribute></optional>
        <optional><attribute name="type" ns=""/></optional> <optional><attribute name="path" ns=""/></optional>
      </element>
      <element name="ln" ns="http://www.openarchives.org/rs/terms/">
        <attribute name="rel" ns=""/> <attribute name="href" ns=""><data type="anyURI"/></attribute>
      </element>
    </choice></zeroOrMore>
  </define>
</grammar>
"""
OAI_PMH = etree.RelaxNG(etree.fromstring(_OAI_PMH))
SITEMAP = etree.RelaxNG(etree.fromstring(_SITEMAP))
