"""What the wire noticed while it read an item, in the language of the desk.

The wire writes plain English into the item, for it knows no desk and no language. Each of its sentences
has its pattern here, which tests/desk/test_wire_warnings.py sees to; what an earlier version said
otherwise stays English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec
from django.utils import translation
from django.utils.translation import gettext_noop

_SENTENCES: Final = (
    gettext_noop("A link that would run code was removed from the text."),
    gettext_noop("A medium of type %(kind)s was not taken in."),
    gettext_noop("A note speaks of an embargo, but the agency gave no time for it."),
    gettext_noop("A picture without a usable address was not taken in."),
    gettext_noop("Attached: without a name (%(kind)s)"),
    gettext_noop("Attached: %(what)s"),
    gettext_noop("Brackets within words were read as umlauts (DIN 66003)."),
    gettext_noop("Content at %(address)s was not fetched."),
    gettext_noop("Content of the type %(kind)s was not taken in."),
    gettext_noop("Event handlers were removed from the text."),
    gettext_noop("Invisible characters were removed from the text."),
    gettext_noop("Invisible characters were removed from %(field)s."),
    gettext_noop(
        "Nobody vouches for the sender: the address may be forged. Ask by another way before you rely on it."
    ),
    gettext_noop("The agency gave neither version nor date: the order of arrival decides."),
    gettext_noop("The agency gave no date of the version: the time of receipt stands in."),
    gettext_noop("The agency gave no headline: title or text stands in."),
    gettext_noop("The agency gave no id ('doc-id'): the same words count as the same item."),
    gettext_noop("The agency gave no time of filing: the time of receipt stands in."),
    gettext_noop("The agency marked it as an advance (Adv). The item is withheld: read it and decide."),
    gettext_noop("The agency's status %(status)s is unknown; the item is withheld."),
    gettext_noop("The agency's time of filing %(time)s is none: the time of receipt stands in."),
    gettext_noop("The associated picture %(name)s is not usable and was not taken in."),
    gettext_noop("The associated %(kind)s was not taken in."),
    gettext_noop("The date %(date)s names no time zone; it was read as UTC."),
    gettext_noop("The embargo is that of an associated medium."),
    gettext_noop("The event has neither SEQUENCE nor a date of change."),
    gettext_noop("The event repeats (%(rule)s); its first date is listed."),
    gettext_noop("The event's date %(date)s cannot be read."),
    gettext_noop("The feed's date %(date)s cannot be meant; the order of arrival decides."),
    gettext_noop("The mail has no readable date: the time of receipt stands in."),
    gettext_noop("The mail names a character set that is none; it was read as Windows-1252."),
    gettext_noop("The page's date %(date)s cannot be meant."),
    gettext_noop("The picture %(address)s has no address of its own."),
    gettext_noop("The picture's XMP cannot be read: %(why)s"),
    gettext_noop("The text held an element %(element)s that was removed: %(address)s."),
    gettext_noop("The text held an element %(element)s that was removed."),
    gettext_noop("The text is NITF that cannot be read: %(why)s"),
    gettext_noop("The text is in a form that is not read; only headline and lead were taken."),
    gettext_noop("The text names no character set; it was read as Windows-1252."),
    gettext_noop("The text speaks of an embargo (Sperrfrist). The item is withheld: read it and decide."),
    gettext_noop("The time zone %(zone)s is unknown: %(field)s was read as UTC."),
    gettext_noop("%(field)s is there but empty; it was read as no embargo."),
)


class Told(msgspec.Struct, frozen=True):
    text: str
    is_english: bool
    """Whether it stays as the wire wrote it."""


def told(warning: str) -> Told:
    """A warning as it stands at an item."""
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(warning):
            return Told(translation.gettext(sentence) % found.groupdict(), is_english=False)
    return Told(warning, is_english=True)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(each, re.compile(_pattern(each), re.DOTALL)) for each in _SENTENCES]


def _pattern(sentence: str) -> str:
    """Its placeholders as groups of the same names."""
    return re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(sentence))
