"""A picture as an agency delivers one: a JPEG that says in IPTC's fields (XMP) what it is."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import PIL.Image

from broadsheet.demo.pictures import draw

NAME: Final = "noa-20251114-000006-bild.jpg"
_SIZE: Final = (720, 480)
_XMP: Final = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:rights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 photoshop:Headline="Fähre vor Grösum" photoshop:City="Ottersiel" photoshop:Credit="noa/Enno Brahms"
 photoshop:Source="noa" photoshop:Urgency="4" xmp:MetadataDate="2025-11-14T12:02:00+01:00"
 ext:DigImageGUID="urn:newsml:noa.example:20251114:99-000006">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Die «Grösumer Rieke» ist wieder frei und läuft am
 Freitag in Ottersiel ein.</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Enno Brahms</rdf:li></rdf:Seq></dc:creator>
<rights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Nicht für Werbung.</rdf:li></rdf:Alt>
</rights:UsageTerms></rdf:Description></rdf:RDF></x:xmpmeta>"""


def delivered() -> bytes:
    out = BytesIO()
    with PIL.Image.open(BytesIO(draw("ferry", 3, *_SIZE))) as image:
        image.save(out, "JPEG", quality=88, xmp=_XMP.encode())
    return out.getvalue()
