"""The word that the law wants before everything that is paid for (UWG § 5a, MStV § 22).

It stands here and not with the texts that can be translated anew: "Promotion" or "sponsored by" fall short.
`require` holds the catalogues to it; `styles/label.css` keeps it in sight; a rule looks for it in pages.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from broadsheet.kernel.language import Language
from broadsheet.ledger.records import StoryKind
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.errors import LabelMissing

WORDS: Final[dict[Language, str]] = {"de": "Anzeige", "en": "Advertisement"}

POLITICAL: Final[dict[Language, str]] = {"de": "Politische Anzeige", "en": "Political advertisement"}
"""Regulation (EU) 2024/900, Art. 11(1)(a)."""
ALL: Final = frozenset({*WORDS.values(), *POLITICAL.values()})

_KEYS: Final = ("advertorial.label", "genre.advertorial")
_LINK: Final = re.compile(r'<a\b(?=[^>]*\shref="(https?://[^"]*)")([^>]*)>')
_REL: Final = re.compile(r'\srel="([^"]*)"')


def require(catalogue: Catalogue) -> Catalogue:
    """The same catalogue; raises LabelMissing for one whose label is empty or another word."""
    wanted = {**dict.fromkeys(_KEYS, WORDS), "ads.political": POLITICAL}
    for key, words in wanted.items():
        word = words[catalogue.language]
        if word not in catalogue.text(key):
            raise LabelMissing(
                f"The text {key!r} ({catalogue.language}) is {catalogue.text(key)!r}: what is paid for is "
                f"called {word!r}, and nothing else."
            )
    return catalogue


def announced(catalogue: Catalogue, genre: StoryKind, headline: str) -> str:
    """A headline where it leaves the page: title, share card, feed, data for machines."""
    if genre != "advertorial":
        return headline
    return f"{catalogue.text('advertorial.label')}: {headline}"


def sponsored(markup: str, own: str) -> str:
    """The markup of an advertorial, with `rel="sponsored"` on each link that leads out of the site `own`.

    Asked of what was made, not of those who make it: no block and no theme can leave one out.
    """
    return _LINK.sub(lambda found: _marked(found, own), markup)


def _marked(found: re.Match[str], own: str) -> str:
    if unescape(found[1]).startswith(f"{own}/"):
        return found[0]
    before = _REL.search(found[2])
    words = [word for word in (before[1].split() if before else []) if word != "sponsored"]
    attributes = _REL.sub("", found[2])
    return f'<a{attributes} rel="{" ".join(["sponsored", *words])}">'
