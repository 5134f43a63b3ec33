"""Access to XML whose shape nobody promised: by local names, since agencies differ in prefixes.

What is not there counts as empty, as with `fields` for JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from html import escape

from lxml import etree

from broadsheet.wire.text import has_hidden, many_lines, one_line, visible


class Node:
    """One element; what had to be changed in its text is told in `warnings`."""

    def __init__(self, element: etree._Element | None, warnings: list[str]) -> None:
        self.element = element
        self.warnings = warnings

    def __bool__(self) -> bool:
        return self.element is not None

    @property
    def name(self) -> str:
        return "" if self.element is None else local(self.element.tag)

    def attribute(self, name: str) -> str:
        """One line of plain text; a prefix such as `xml:` is not asked for."""
        if self.element is None:
            return ""
        return next((one_line(str(v)) for key, v in self.element.attrib.items() if local(key) == name), "")

    def all(self, path: str) -> list[Node]:
        """Children by a path of local names: `itemMeta/edNote`."""
        found = [] if self.element is None else [self.element]
        for step in path.split("/"):
            found = [child for each in found for child in each if local(child.tag) == step]
        return [Node(each, self.warnings) for each in found]

    def first(self, path: str) -> Node:
        return next(iter(self.all(path)), Node(None, self.warnings))

    def children(self) -> list[Node]:
        return [] if self.element is None else [Node(child, self.warnings) for child in self.element]

    def within(self, *names: str) -> Iterator[Node]:
        """Descendants of these names, in the order of the document."""
        for each in [] if self.element is None else self.element.iterdescendants():
            if local(each.tag) in names:
                yield Node(each, self.warnings)

    def line(self, path: str = "") -> str:
        return one_line(self._text(path))

    def text(self, path: str = "") -> str:
        """Lines of plain text."""
        return many_lines(self._text(path))

    def raw(self) -> str:
        """All text with its line ends, without hidden characters."""
        return visible("" if self.element is None else "".join(self.element.itertext(with_tail=False)))

    def markup(self, without: Sequence[Node] = ()) -> str:
        """What is inside the element but for some children, as HTML without prefixes and namespaces."""
        if self.element is None:
            return ""
        copy = deepcopy(self.element)
        unwanted = {each.element for each in without}
        for at in [at for at, child in enumerate(self.element) if child in unwanted][::-1]:
            copy.remove(copy[at])
        for each in copy.iter(etree.Element):
            each.tag = local(each.tag)
        etree.cleanup_namespaces(copy)
        parts = [escape(copy.text or "", quote=False)]
        parts += [etree.tostring(child, encoding="unicode", method="html") for child in copy]
        return visible("".join(parts))

    def _text(self, path: str) -> str:
        node = self.first(path) if path else self
        text = "" if node.element is None else "".join(node.element.itertext(with_tail=False))
        if has_hidden(text):
            self.warnings.append(f"Invisible characters were removed from '{node.name}'.")
        return text


def local(name: object) -> str:
    """A tag's or attribute's name without its namespace; "" for what is no element."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""
