"""Nobody but the publisher learns that a page is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from broadsheet.site.rules import fetching
from broadsheet.site.rules.markup import Element
from broadsheet.site.rules.rule import AddressRule, ElementRule, Places, said

_STRIPPED: Final = re.compile(r"[\t\n\r]")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE | re.DOTALL)
_ASKING: Final = frozenset({"http", "https", "ws", "wss", "ftp"})
_OUTER: Final = "".join(map(chr, range(33)))


def host_asked(address: str) -> str:
    """The host that a browser on the site would ask; empty for the site's own.

    Reads as a browser does: control characters vanish, a backslash is a slash (URL, 4.4).
    """
    text = _STRIPPED.sub("", address.strip(_OUTER)).replace("\\", "/")
    if found := _SCHEME.fullmatch(text):
        if found[1].lower() not in _ASKING:
            return ""
        text = "//" + found[2].lstrip("/")
    if not text.startswith("//"):
        return ""
    return re.split(r"[/?#]", text.lstrip("/"), maxsplit=1)[0].rpartition("@")[2].lower()


class ForeignAddress(AddressRule):
    """Whatever loads by itself loads from the own host; a plain link may lead anywhere."""

    name = "foreign-address"
    reason = "TDDDG § 25, GDPR Art. 6 and 44: no request to others before consent"
    advice = said(
        en="The page would load {address} from another host as soon as it is opened. Put the file on the "
        "own host, or use a block for external content, which asks first.",
        de="Die Seite würde beim Öffnen {address} von einem fremden Server laden. Legen Sie die Datei auf "
        "den eigenen Server, oder nehmen Sie einen Block „Externer Inhalt“, der vorher fragt.",
    )

    def __init__(self, address: str) -> None:
        """`address` is the site's own, with scheme and host."""
        self._own = urlsplit(address).netloc.lower()

    def broken(self, element: Element) -> Iterator[Places]:
        return ({"address": each} for each in fetching.of_element(element) if self.refuses(each))

    def refuses(self, address: str) -> bool:
        return host_asked(address) not in {"", self._own}


class UngatedEmbed(ElementRule):
    """Nothing of others stands in the page itself: its place is the block that asks first.

    A frame of the own host that may do nothing, such as an advertisement's, is none of others.
    """

    name = "embed-outside-the-gate"
    reason = "TDDDG § 25, GDPR Art. 6: external content only after the reader's word"
    advice = said(
        en="The page holds a <{element}> that loads without asking. Use a block for external content.",
        de="Die Seite enthält ein <{element}>, das ohne Frage lädt. Nehmen Sie einen Block „Externer "
        "Inhalt“.",
    )

    def broken(self, element: Element) -> Iterator[Places]:
        if element.name in _FRAMES and not _is_harmless(element):
            yield {"element": element.name}


class RunsInline(ElementRule):
    """No style and no script stands in the page itself: the readers' server forbids browsers to heed it."""

    name = "inline-style-or-script"
    reason = "The site's content security policy, which keeps injected scripts from running"
    advice = said(
        en="The page holds {what}, which browsers will not heed. Styles belong into theme.css, scripts into "
        "a file of the own host.",
        de="Die Seite enthält {what}; Browser beachten das nicht. Stile gehören in theme.css, Skripte in "
        "eine Datei auf dem eigenen Server.",
    )

    def broken(self, element: Element) -> Iterator[Places]:
        if element.name == "style" or (element.name == "script" and _runs(element)):
            yield {"what": f"<{element.name}>"}
        yield from ({"what": f"<{element.name} {name}>"} for name in _inline(element))


_FRAMES: Final = frozenset({"iframe", "frame", "embed", "object", "applet", "portal", "fencedframe"})
_DATA_TYPES: Final = frozenset({"application/ld+json", "application/json"})
_IS_SCRIPT: Final = re.compile(r"[\x00-\x20]*j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)


def _is_harmless(element: Element) -> bool:
    attributes = element.attributes
    walled = "sandbox" in attributes and "allow-same-origin" not in attributes["sandbox"].lower()
    own = attributes.get("src", "").startswith("/") and not host_asked(attributes["src"])
    return element.name == "iframe" and walled and own and "srcdoc" not in attributes


def _runs(element: Element) -> bool:
    attributes = element.attributes
    return not attributes.get("src") and attributes.get("type", "").lower() not in _DATA_TYPES


def _inline(element: Element) -> Iterator[str]:
    for name, value in element.attributes.items():
        script = name in {"href", "action", "formaction", "xlink:href"} and _IS_SCRIPT.match(value)
        if name == "style" or name.startswith("on") or script:
            yield name
