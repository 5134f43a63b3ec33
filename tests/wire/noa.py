"""The invented agency noa (noa.example) and what it delivers, in every format."""

from __future__ import annotations

import json
from typing import Any

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
