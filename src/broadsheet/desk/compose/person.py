"""The record of a person."""

from __future__ import annotations

from broadsheet.desk.config import site_language
from broadsheet.desk.models import Person
from broadsheet.kernel.addresses import person_path
from broadsheet.ledger import records


def person_record(person: Person) -> records.Person:
    return records.Person(
        id=person.person_id,
        path=person_path(person.slug, site_language()),
        name=person.name,
        role=person.role,
        bio=person.bio,
        email=person.email,
    )
