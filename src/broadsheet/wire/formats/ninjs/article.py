"""A ninjs document in the shape of version 2 as an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from broadsheet.wire import acceptance, markup
from broadsheet.wire.acceptance import Edition
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.ninjs.media import EMBARGOES, Media
from broadsheet.wire.formats.ninjs.texts import Texts
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import Kind, Parsed, WireItem, WireSubject
from broadsheet.wire.relations import Relation, in_json, recalled

_CONCEPTS: Final = ("subjects", "places", "organisations", "people", "events")


def read(document: Mapping[str, Any], received: datetime, complaints: Sequence[str]) -> Parsed:
    """The item, with the schema's complaints as warnings. Raises a subclass of Unusable.

    A document that its schema refuses is taken all the same if it has what is needed:
    id, version or date, headline or text.
    """
    fields = Fields(document, list(complaints))
    uri = lasting_id(fields.raw("uri"), "uri")
    edition = acceptance.edition(fields, "version", "versioncreated", received, undated=not complaints)
    media = Media(fields)
    item = acceptance.complete(_item(fields, uri, edition, media, in_json(document)))
    return Parsed(item, tuple(dict.fromkeys(filter(None, [fields.text("ednote"), *media.internal_notes]))))


def _item(
    fields: Fields, uri: str, edition: Edition, media: Media, relations: Sequence[Relation]
) -> WireItem:
    texts = Texts(fields)
    own = acceptance.embargo(fields, EMBARGOES)
    if media.embargo is not None and (own is None or media.embargo > own):
        fields.warnings.append("The embargo is that of an associated medium.")
    body = texts.body_html
    candidates = [texts.headline, fields.line("title"), texts.lead, markup.text_of(body)]
    headline = acceptance.headline(candidates, fields.warnings)
    status = acceptance.status(fields, "pubstatus")
    begins, ends, all_day = _dates(fields)
    return WireItem(
        supplier=supplier_of(uri, fields.line("copyrightholder") or _first_name(fields, "infosources")),
        id=uri,
        version=edition.number,
        version_created=edition.created,
        kind=_kind(fields),
        status=status,
        headline=headline,
        kicker=texts.kicker,
        lead=texts.lead,
        body_html=markup.without_headline(body, headline),
        byline=fields.line("by"),
        creditline=texts.creditline,
        place=fields.line("located"),
        source=_first_name(fields, "infosources") or fields.line("copyrightholder") or fields.line("source"),
        hops=_names(fields, "infosources"),
        language=fields.line("language"),
        urgency=fields.urgency(),
        genre=_first_name(fields, "genres"),
        embargo=max(filter(None, [own, media.embargo]), default=None),
        usage_terms=fields.text("usageterms"),
        copyright_notice=fields.text("copyrightnotice"),
        subjects=_subjects(fields),
        keywords=tuple(dict.fromkeys(filter(None, [fields.line("slugline"), *_keywords(fields)]))),
        pictures=media.pictures,
        begins=begins,
        ends=ends,
        all_day=all_day,
        recalls=recalled(uri, status, [headline, texts.kicker], relations, has_text=bool(body)),
        warnings=tuple(fields.warnings),
    )


def _kind(fields: Fields) -> Kind:
    match fields.line("type"):
        case "text" | "picture" | "audio" | "video" | "graphic" | "composite" | "event" as kind:
            return kind
        case _:
            return "event" if "eventdetails" in fields else "text"


def _names(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.line("name") or one.line("literal") for one in fields.records(key))))


def _dates(fields: Fields) -> tuple[datetime | None, datetime | None, bool]:
    """When an event is, and whether that names days."""
    dates = fields.record("eventdetails").record("dates")
    begins, ends = (
        dates.line(f"{name}date") or dates.line(f"expected{name}date") for name in ("start", "end")
    )
    return _moment(begins, fields), _moment(ends, fields), len(begins) == len("2026-11-14")


def _moment(text: str, fields: Fields) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        fields.warnings.append(f"The event's date {text[:40]!r} cannot be read.")
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _keywords(fields: Fields) -> tuple[str, ...]:
    """No field of the standard, but many send it: as a list, or as words with commas."""
    listed = fields.lines("keywords")
    return listed or tuple(each.strip() for each in fields.line("keywords").split(","))


def _first_name(fields: Fields, key: str) -> str:
    return next(iter(_names(fields, key)), "")


def _subjects(fields: Fields) -> tuple[WireSubject, ...]:
    return tuple(_subject(one) for key in _CONCEPTS for one in fields.records(key) if one.line("name"))


def _subject(concept: Fields) -> WireSubject:
    """Version 1 names scheme and code; later versions have one address or a free text."""
    scheme, code = concept.line("scheme"), concept.line("code")
    if not code:
        address = concept.line("uri")
        separator = "/" if address else ":"
        scheme, _, code = (address or concept.line("literal")).rpartition(separator)
    return WireSubject(name=concept.line("name"), scheme=scheme, code=code)
