"""Bytes to an XML document, with a clear reason where that is impossible.

Nothing outside the file is ever read, and no entity is expanded: neither a file of this
machine nor a billion laughs can come in that way.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import Final

from lxml import etree

from broadsheet.wire.errors import EntitiesDeclared, FileMalformed, FileTruncated, TooDeep

_DECLARED: Final = re.compile(rb"""[\s\xef\xbb\xbf]*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]+)["'][^>]*>""")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_BUILT_IN: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,20});")
# libxml2's numbers for what it finds where a file was cut off.
_CUT_OFF: Final = frozenset({
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY,
    etree.ErrorTypes.ERR_CDATA_NOT_FINISHED,
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED,
    etree.ErrorTypes.ERR_ATTRIBUTE_NOT_FINISHED,
})  # fmt: skip


def load(data: bytes, max_depth: int) -> etree._Element:
    """The root element; comments and processing instructions are gone.

    Raises FileMalformed, FileTruncated, TooDeep, EntitiesDeclared.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_with_numbers(_in_utf8(data)), parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from None
    except ValueError as error:
        raise FileMalformed(f"The file is no valid XML: {error}.") from None
    _refuse_entities(root)
    if root.xpath(f"boolean(//*[count(ancestor::*) >= {max_depth}])"):
        raise TooDeep(
            f"The file is nested deeper than {max_depth} levels. "
            "If that is right, raise 'max_depth' in [wire] and try again."
        )
    return root


def _in_utf8(data: bytes) -> bytes:
    """A file that says it is UTF-8, or says nothing, and is not: then it is Windows-1252, as everywhere."""
    said = _DECLARED.match(data)
    if data[:2] in _UTF_16 or (said is not None and said[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        head, rest = (data[: said.end()], data[said.end() :]) if said else (b"", data)
        return head + rest.decode("cp1252", "replace").encode()
    return data


def _with_numbers(data: bytes) -> bytes:
    """HTML's names for characters, which feeds use without declaring them, as XML knows them."""
    return _NAMED.sub(_numbered, data)


def _numbered(found: re.Match[bytes]) -> bytes:
    name = found[1].decode("ascii")
    code = None if name in _BUILT_IN else name2codepoint.get(name)
    return found[0] if code is None else b"&#%d;" % code


def _refuse_entities(root: etree._Element) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise EntitiesDeclared(
            "The file declares XML entities of its own, which no agency needs and attackers use. "
            "Ask the agency for a file without them."
        )


def _refusal(error: etree.XMLSyntaxError) -> FileTruncated | FileMalformed | TooDeep:
    message = error.msg or "it cannot be read"
    if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError
    if "depth" in message:
        return TooDeep("The file is nested deeper than any agency's. Ask the agency.")
    if error.code in _CUT_OFF:
        return FileTruncated("The file ends in the middle. Fetch it again.")
    return FileMalformed(f"The file is no valid XML: {message}.")
