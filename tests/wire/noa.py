"""The invented agency noa (noa.example) and what it delivers, in every format."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import PIL.Image

URN = "urn:newsml:noa.example:20261114:4711"
CREATED = "2026-11-14T09:10:00+01:00"
HEADLINE = "Hafen von Neustrand bekommt eine zweite Schleuse"
TEASER = "Der Stadtrat von Neustrand hat den Bau beschlossen. Die Arbeiten beginnen im Frühjahr."
BODY = (
    "<p>Der Stadtrat hat am Abend mit großer Mehrheit für die Schleuse gestimmt.</p>"
    "<h2>Kosten noch offen</h2><p>Die Verwaltung rechnet mit einer Bauzeit von drei Jahren.</p>"
)
CANARY = "Informantin unter 0151-KANARIE erreichbar"


def digitalwires(**changes: Any) -> dict[str, Any]:
    return {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "urn": URN,
        "version": 1,
        "version_created": CREATED,
        "pubstatus": "usable",
        "signal": None,
        "embargoed": None,
        "language": "de",
        "urgency": 4,
        "kicker": "Verkehr",
        "headline": HEADLINE,
        "teaser": TEASER,
        "byline": "Von Ada Beispiel, noa",
        "dateline": "Neustrand (noa) - ",
        "article_html": f'<section class="main">{BODY}</section>',
        "creditline": "noa",
        "categories": [
            {"type": "dnltype:dpasubject", "name": "Schifffahrt", "qcode": "noasubject:12"},
            {"type": "dnltype:keyword", "name": "Hafen", "qcode": None},
            {"type": "dnltype:genre", "name": "Meldung", "qcode": "noagenre:1"},
            {"type": "dnltype:provider", "name": "noa", "qcode": "noaprov:noa"},
            {"type": "dnltype:creator", "name": "beispiel.ada", "qcode": None},
        ],
        **changes,
    }


def ninjs1(**changes: Any) -> dict[str, Any]:
    return {
        "uri": URN,
        "type": "text",
        "version": "1",
        "versioncreated": CREATED,
        "headline": HEADLINE,
        "byline": "Ada Beispiel",
        "located": "Neustrand",
        "language": "de",
        "body_xhtml": BODY,
        "description_text": TEASER,
        "subject": [{"name": "Schifffahrt", "scheme": "noasubject", "code": "12"}],
        **changes,
    }


def ninjs2(**changes: Any) -> dict[str, Any]:
    return {
        "uri": URN,
        "type": "text",
        "version": "1",
        "versioncreated": CREATED,
        "pubstatus": "usable",
        "headlines": [{"role": "main", "value": HEADLINE}],
        "descriptions": [{"role": "text", "value": TEASER}],
        "bodies": [{"role": "html", "contenttype": "text/html", "value": BODY}],
        "by": "Ada Beispiel",
        "located": "Neustrand",
        "language": "de",
        "subjects": [{"name": "Schifffahrt", "literal": "noasubject:12"}],
        **changes,
    }


def ninjs3(**changes: Any) -> dict[str, Any]:
    return {
        "standard": {"name": "ninjs", "version": "3.1"},
        "uri": URN,
        "type": "text",
        "version": "1",
        "versionCreated": CREATED,
        "pubStatus": "usable",
        "headlines": [{"role": "main", "value": HEADLINE}],
        "descriptions": [{"role": "text", "value": TEASER}],
        "bodies": [{"role": "html", "contentType": "text/html", "value": BODY}],
        "by": "Ada Beispiel",
        "located": "Neustrand",
        "language": "de",
        "subjects": [{"name": "Schifffahrt", "literal": "noasubject:12"}],
        **changes,
    }


def as_bytes(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def as_json(document: Any) -> bytes:
    """As `as_bytes`, with everything escaped, so that halves of surrogate pairs survive."""
    return json.dumps(document).encode("ascii")


def newsml_g2(*, body: str = BODY, meta: str = "", version: int = 1, guid: str = URN) -> str:
    """The same item as `digitalwires()`, in a message."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">
 <header><sent>{CREATED}</sent></header>
 <itemSet>
  <newsItem guid="{guid}" version="{version}" standard="NewsML-G2" standardversion="2.34"
    conformance="power" xml:lang="de">
   <hopHistory>
    <hop seq="2" timestamp="2026-11-14T09:05:00+01:00"><party qcode="x:noa"><name>noa</name></party></hop>
    <hop seq="1" timestamp="2026-11-14T08:00:00+01:00"><party literal="Hafenbote"/>
     <action qcode="hopaction:created"/></hop>
   </hopHistory>
   <rightsInfo><usageTerms>Nur für Kunden</usageTerms></rightsInfo>
   <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="noaprov:noa"><name>noa</name></provider>
    <versionCreated>{CREATED}</versionCreated>
    <pubStatus qcode="stat:usable"/>
    <edNote>{CANARY}</edNote>
    <edNote role="noarole:correctionshort">Berichtigt wurde die Bauzeit.</edNote>
    <signal qcode="sig:correction"/>
    <link rel="irel:seeAlso" href="https://noa.example/schleuse"><title>Pläne</title></link>
    {meta}
   </itemMeta>
   <contentMeta>
    <urgency>4</urgency>
    <genre qcode="noagenre:1"><name>Meldung</name></genre>
    <subject qcode="noasubject:12" type="cpnat:abstract"><name>Schifffahrt</name></subject>
    <keyword>Hafen</keyword>
    <headline rank="1">{HEADLINE}</headline>
    <headline rank="3">Verkehr</headline>
    <dateline>Neustrand (noa) - </dateline>
    <by>Von Ada Beispiel, noa</by>
    <creditline>noa</creditline>
    <description role="drol:teaser">{TEASER}</description>
   </contentMeta>
   <contentSet>
    <inlineXML contenttype="application/xhtml+xml">
     <html xmlns="http://www.w3.org/1999/xhtml"><head><title>{HEADLINE}</title></head><body>
      <header><h1>{HEADLINE}</h1></header>
      <section class="main"><p class="teaser">{TEASER}</p>{body}</section>
     </body></html>
    </inlineXML>
   </contentSet>
  </newsItem>
 </itemSet>
</newsMessage>"""


def nitf(*, head: str = "", body: str = "") -> str:
    return f"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.example/nitf-3-6.dtd">
<nitf>
 <head>
  <title>Schleuse</title>
  <tobject><tobject.subject tobject.subject.refnum="04015000" tobject.subject.matter="Schifffahrt"/></tobject>
  <docdata>
   <doc-id id-string="{URN}" regsrc="noa"/>
   <date.issue norm="20261114T091000+0100"/>
   <urgency ed-urg="4"/>
   <doc.copyright holder="noa" year="2026"/>
   <key-list><keyword key="Hafen"/></key-list>
   <ed-msg info="{CANARY}"/>
   {head}
  </docdata>
 </head>
 <body>
  <body.head>
   <hedline><hl1>{HEADLINE}</hl1><hl2>Verkehr</hl2></hedline>
   <note type="npa"><body.content><p>{CANARY}</p></body.content></note>
   <byline>Von Ada Beispiel<byttl>, noa</byttl></byline>
   <dateline><location>Neustrand</location></dateline>
   <abstract><p>{TEASER}</p></abstract>
  </body.head>
  <body.content>
   <p>Der Stadtrat hat am Abend mit gro&szlig;er Mehrheit f&uuml;r die <org>Schleuse</org> gestimmt.</p>
   <hl2>Kosten noch offen</hl2>
   <p>Die Verwaltung rechnet mit einer Bauzeit von <em>drei Jahren</em>.</p>
   {body}
  </body.content>
 </body>
</nitf>"""


RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
 <channel><title>Hafenbote</title><language>de</language>
  <item><guid isPermaLink="false">hafenbote-4711</guid><title>{HEADLINE} &amp;amp; mehr</title>
   <link>https://hafenbote.example/schleuse</link><pubDate>Sat, 14 Nov 2026 08:10:00 GMT</pubDate>
   <dc:creator>Ada Beispiel</dc:creator><category>Verkehr</category>
   <description>&lt;p&gt;{TEASER}&nbsp;&lt;/p&gt;</description>
   <content:encoded><![CDATA[<p>Der Stadtrat <b>hat</b> gestimmt.</p><script>alert(1)</script>]]>
   </content:encoded>
   <media:content url="https://hafenbote.example/s.jpg" medium="image" width="800"/>
   <media:content url="https://hafenbote.example/gross.jpg" medium="image" width="1600"/>
  </item>
  <item><title>Ohne Kennung</title></item>
 </channel>
</rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenbote</title>
 <entry><id>tag:hafenbote.example,2026:1</id><title type="html">{HEADLINE}</title>
  <link rel="self" href="https://hafenbote.example/atom"/><link href="https://hafenbote.example/schleuse"/>
  <updated>2026-11-14T09:10:00+01:00</updated><author><name>Ada Beispiel</name></author>
  <category term="Verkehr"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Stadtrat <b>hat</b>
   gestimmt.</p></div></content>
 </entry></feed>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Hafenbote",
    "language": "de",
    "items": [
        {
            "id": "https://hafenbote.example/schleuse",
            "url": "https://hafenbote.example/schleuse",
            "title": HEADLINE,
            "content_html": "<p>Der Stadtrat <b>hat</b> gestimmt.</p>",
            "date_published": CREATED,
            "authors": [{"name": "Ada Beispiel"}],
            "tags": ["Verkehr"],
        }
    ],
}


def iptc7901(
    *, text: str = "", note: str = "", encoding: str = "utf-8", filed: str = "140910 Nov 26"
) -> bytes:
    """Lines of at most 69 characters between control characters, as on a teleprinter."""
    lines = [
        "\x01noa4711 4 vm 87  noa 0042",
        "",
        "Verkehr/Hafen/",
        f"\x02{note}{HEADLINE}",
        "Von Ada Beispiel, noa =",
        "",
        "Neustrand (noa) - Der Stadtrat hat am Abend mit großer Mehrheit",
        "für die Schleuse gestimmt.",
        "",
        "Kosten noch offen",
        "",
        "Die Verwaltung rechnet mit einer Bauzeit von drei Jahren.",
        text,
        "",
        "# Notizblock",
        "",
        "## Ansprechpartner",
        f"- {CANARY}",
        "",
        "noa ab yyzz n1 cd",
        "",
        f"\x03{filed}",
        "\x7f\x04",
    ]
    return "\r\n".join(lines).encode(encoding)


def newsml_1(*, status: str = "Usable", management: str = "", revision: int = 1, body: str = BODY) -> str:
    urn_parts = URN.split(":")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20261114T081100Z</DateAndTime></NewsEnvelope>
<NewsItem xml:lang="de"><Comment>{CANARY}</Comment>
 <Identification><NewsIdentifier><ProviderId>{urn_parts[2]}</ProviderId><DateId>{urn_parts[3]}</DateId>
  <NewsItemId>{urn_parts[4]}</NewsItemId><RevisionId PreviousRevision="0" Update="N">{revision}</RevisionId>
  <PublicIdentifier>{URN}:{revision}</PublicIdentifier></NewsIdentifier></Identification>
 <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20261114T080000Z</FirstCreated>
  <ThisRevisionCreated>20261114T081000Z</ThisRevisionCreated><Status FormalName="{status}"/>
  <Urgency FormalName="4"/>{management}</NewsManagement>
 <NewsComponent>
  <NewsLines><HeadLine>{HEADLINE}</HeadLine><ByLine>Von Ada Beispiel, noa</ByLine>
   <DateLine>Neustrand, 14. November</DateLine><SlugLine>Hafen-Schleuse</SlugLine></NewsLines>
  <AdministrativeMetadata><Provider><Party FormalName="noa"/></Provider></AdministrativeMetadata>
  <DescriptiveMetadata><Language FormalName="de"/>
   <SubjectCode><Subject FormalName="04000000"/><SubjectMatter FormalName="04015000"/></SubjectCode>
  </DescriptiveMetadata>
  <NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/>
   <DataContent>{body}</DataContent></ContentItem></NewsComponent>
  <NewsComponent><Role FormalName="Photo"/><NewsLines><HeadLine>Die Schleuse</HeadLine></NewsLines>
   <ContentItem Href="https://bilder.noa.example/gross.jpg"><MediaType FormalName="Photo"/>
    <MimeType FormalName="image/jpeg"/><Characteristics><Property FormalName="Width" Value="1600"/>
    <Property FormalName="Height" Value="900"/></Characteristics></ContentItem>
   <ContentItem Href="https://bilder.noa.example/klein.jpg"><MediaType FormalName="Photo"/>
    <Characteristics><Property FormalName="Width" Value="320"/></Characteristics></ContentItem>
  </NewsComponent>
 </NewsComponent>
</NewsItem></NewsML>"""


def anpa1312(*, slug: str = "bc-Hafen-Schleuse", text: str = "", encoding: str = "utf-8") -> bytes:
    plain = BODY.replace("<h2>Kosten noch offen</h2>", "").replace("</p><p>", "\r\n\t")
    plain = plain.removeprefix("<p>").removesuffix("</p>")
    return (
        f"\x16\x16\x01a0042\x1fxxxxx\r\nr a \x13 ^{slug} 11-14 0350\r\n\x02^BC-Hafen-Schleuse<\r\n"
        f"^{HEADLINE}<\r\n^Von Ada Beispiel, noa<\r\n"
        f"\tNEUSTRAND (noa) -- {plain}{text}\r\n\tNotes to editors: {CANARY}\r\n"
        "\x0311-14-26 0810\x04"
    ).encode(encoding)


ICS = f"""BEGIN:VCALENDAR\r
VERSION:2.0\r
X-WR-CALNAME:Hafenbote\r
BEGIN:VEVENT\r
UID:4711@hafenbote.example\r
SEQUENCE:2\r
LAST-MODIFIED:20261114T081000Z\r
DTSTART;TZID=Europe/Berlin:20261120T180000\r
DTEND;TZID=Europe/Berlin:20261120T200000\r
SUMMARY:{HEADLINE[:30]}\r
 {HEADLINE[30:]}\r
DESCRIPTION:Erster Absatz\\, mit Komma.\\nZweiter Absatz.\r
LOCATION:Neustrand\r
CATEGORIES:Verkehr,Hafen\r
URL:https://hafenbote.example/termin\r
CONTACT:{CANARY}\r
BEGIN:VALARM\r
DESCRIPTION:Wecker\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:4712@hafenbote.example\r
DTSTAMP:20261114T081000Z\r
DTSTART;VALUE=DATE:20261121\r
STATUS:CANCELLED\r
SUMMARY:Hafenfest\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20261121T100000Z\r
SUMMARY:Ohne Kennung\r
END:VEVENT\r
END:VCALENDAR\r
"""


def mail(
    *, subject: str = HEADLINE, html: str = "", text: str = "", headers: str = "", attached: str = ""
) -> bytes:
    """A mail by an office; `headers` stand on top, as what our own server writes does."""
    plain = text or "Der Rat hat für die Schleuse gestimmt.\n\nDie Bauzeit ist offen.\n-- \n" + CANARY
    kind = "html" if html else "plain"
    return (
        f"{headers}From: Amt Neustrand <amt@neustrand.example>\nTo: redaktion@hafenbote.example\n"
        f"Subject: {subject}\nDate: Sat, 14 Nov 2026 09:10:00 +0100\nMessage-ID: <4711@neustrand.example>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="teil"\n\n'
        f"--teil\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"{html or plain}\n{attached}--teil--\n"
    ).encode()


def picture(*, xmp: str = "", release: str = "") -> bytes:
    """A small JPEG with an XMP packet; `release` is IIM's release date, as in 20261114."""
    out = BytesIO()
    PIL.Image.new("RGB", (64, 48), "navy").save(out, "JPEG", xmp=_xmp(xmp).encode())
    if not release:
        return out.getvalue()
    fields = [(105, HEADLINE.encode()), (116, "© Ada Größe".encode("cp1252")), (30, release.encode())]
    iim = b"".join(
        b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2, "big") + value for number, value in fields
    )
    block = b"8BIM\x04\x04\0\0" + len(iim).to_bytes(4, "big") + iim + b"\0" * (len(iim) % 2)
    segment = b"Photoshop 3.0\0" + block
    data = out.getvalue()
    return data[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + data[2:]


def _xmp(more: str) -> str:
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:rights="http://ns.adobe.com/xap/1.0/rights/"
 photoshop:Headline="{HEADLINE}" photoshop:City="Neustrand" photoshop:Credit="noa/A. Beispiel"
 photoshop:Source="noa" photoshop:Urgency="4" xmp:MetadataDate="2026-11-14T09:10:00+01:00"
 ext:DigImageGUID="{URN}">
<dc:description><rdf:Alt><rdf:li xml:lang="en">The lock.</rdf:li>
<rdf:li xml:lang="x-default">Die Schleuse.</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Ada Beispiel</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>Hafen</rdf:li></rdf:Bag></dc:subject>
<rights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Nur redaktionell.</rdf:li></rdf:Alt>
</rights:UsageTerms>
<photoshop:Instructions>{more or CANARY}</photoshop:Instructions>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
