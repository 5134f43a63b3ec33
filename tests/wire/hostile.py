"""Files that nobody sends who means well, by what they try."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from typing import Any

from tests.wire import noa

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'
READING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BIDI = "Kurs \u202egesunken\u2066 und\0 \ufeffmehr"
DEEP = 20_000


def files() -> dict[str, bytes]:
    return {**_xml(), **_packed(), **_deep(), **_pictures(), **_letters(), **_charsets(), **_dates()}


def _xml() -> dict[str, bytes]:
    documents = {"rss": noa.RSS, "atom": noa.ATOM, "nitf": noa.nitf(), "g2": noa.newsml_g2()}
    documents["newsml-1"] = noa.newsml_1()
    found = {}
    for name, text in documents.items():
        bare = text.partition("?>")[2] if text.startswith("<?xml") else text
        for trick, head in (("bomb", BOMB), ("dtd", OUTSIDE), ("file", READING)):
            used = bare.replace("Hafen", "&i;" if trick == "bomb" else "&a;", 1) if trick != "dtd" else bare
            found[f"{name}: {trick}"] = (head + used).encode()
    including = (
        '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/>'
    )
    found["XInclude"] = f"{including}</rss>".encode()
    found["attributes"] = b"<rss " + b" ".join(b'a%d="x"' % each for each in range(50_000)) + b"/>"
    found["one huge text"] = f"<rss><channel><item><title>{'x' * 11_000_000}".encode()
    return found


def _packed() -> dict[str, bytes]:
    zeros = bytes(5_000_000)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("item.json", zeros)
    return {"gzip": gzip.compress(zeros, 1), "zip": archive.getvalue()}


def _deep() -> dict[str, bytes]:
    nested = b"<rss>" * DEEP + b"</rss>" * DEEP
    mixed = b'[{"a":' * DEEP
    quoted = noa.as_bytes(noa.digitalwires(article_html="<blockquote>" * DEEP + "x"))
    return {"deep XML": nested, "deep JSON": mixed, "deep HTML": quoted}


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def _pictures() -> dict[str, bytes]:
    """A million by a million pixels; words that unpack to 5 MB; a TIFF whose directories go in a circle."""
    size = (1_000_000).to_bytes(4) * 2
    head, end = chunk(b"IHDR", size + b"\x08\x02\0\0\0"), chunk(b"IEND", b"")
    small = chunk(b"IHDR", (8).to_bytes(4) * 2 + b"\x08\x02\0\0\0")
    words = zlib.compress(bytes(5_000_000), 1)
    text = chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + words)
    begin = b"\x89PNG\r\n\x1a\n"
    circle = b"II*\0\x08\0\0\0" + b"\1\0" + b"\x00\x01\4\0\1\0\0\0\xff\xff\xff\x7f" + b"\x08\0\0\0"
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('http://127.0.0.1:9')</script></svg>"
    xmp = noa.picture(xmp="<x>" * 3000)
    return {
        "huge PNG": begin + head + end,
        "PNG text bomb": begin + small + text + end,
        "TIFF circle": circle,
        "SVG": drawing,
        "SVG with prolog": b"<?xml version='1.0'?>" + drawing,
        "deep XMP": xmp,
    }


def _letters() -> dict[str, bytes]:
    head = b"From: a@noa.example\nDate: Sat, 14 Nov 2026 08:00:00 +0000\nMessage-ID: <1@noa.example>\n"
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (each, each) for each in range(3000)
    )
    forwarded = head + (b"Content-Type: message/rfc822\n\n" + head) * 3000 + b"\nx"
    many = head + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 1_000
    return {
        "deep multipart": head + parts,
        "deep forwarding": forwarded,
        "many parts": many,
        "many headers": head + b"X-A: b\n" * 100_000 + b"\nText",
        "endless header": head + b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nText",
    }


def _charsets() -> dict[str, bytes]:
    rss = noa.RSS.partition("?>")[2]
    wrong = b"<?xml version='1.0' encoding='utf-8'?>" + rss.encode("latin-1", "replace")
    letter = noa.mail()
    return {
        "latin-1 as UTF-8": wrong,
        "UTF-16 as UTF-8": b"<?xml version='1.0' encoding='utf-8'?>" + rss.encode("utf-16-le"),
        "unknown to XML": b"<?xml version='1.0' encoding='klingon'?>" + rss.encode(),
        "UTF-7": b"<?xml version='1.0' encoding='utf-7'?>" + rss.encode(),
        "unknown to mail": letter.replace(b"charset=utf-8", b"charset=klingon"),
        "no charset but a codec": letter.replace(b"charset=utf-8", b"charset=zlib"),
        "bidi in dpa": noa.as_bytes(noa.digitalwires(headline=BIDI, article_html=f"<p>{BIDI}</p>")),
        "bidi in ninjs": noa.as_bytes(noa.ninjs3(headlines=[{"value": BIDI}])),
        "bidi in RSS": noa.RSS.replace("Hafen", BIDI.replace("\0", "")).encode(),
        "NUL in RSS": noa.RSS.replace("Hafen", "Ha\0fen").encode(),
        "bidi in a calendar": noa.ICS.replace("SUMMARY:", f"SUMMARY:{BIDI}").encode(),
        "NUL in IPTC 7901": noa.anpa1312(text=BIDI),
    }


def _dates() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for year in ("1925", "2100", "0001", "9999"):
        found |= {
            f"{year} in {name}": data.replace(b"2026", year.encode()) for name, data in _dated().items()
        }
    return found


def _dated() -> dict[str, bytes]:
    texts: dict[str, Any] = {
        "dpa": json.dumps(noa.digitalwires()),
        "ninjs": json.dumps(noa.ninjs2()),
        "g2": noa.newsml_g2(),
        "newsml 1": noa.newsml_1(),
        "nitf": noa.nitf(),
        "rss": noa.RSS,
        "atom": noa.ATOM,
        "ics": noa.ICS,
        "mail": noa.mail(),
        "json feed": json.dumps(noa.JSON_FEED),
    }
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in texts.items()}


def feed(entries: int) -> bytes:
    items = "".join(
        f"<item><guid>https://hafenbote.example/{each}</guid><title>Meldung {each}</title>"
        f"<pubDate>Sat, 14 Nov 2026 08:00:00 GMT</pubDate><description>Text {each}</description></item>"
        for each in range(entries)
    )
    return f"<rss version='2.0'><channel><title>Flut</title>{items}</channel></rss>".encode()
