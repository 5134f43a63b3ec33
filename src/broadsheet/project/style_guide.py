"""The desk's style guide is the site's own rendering; the two rooms do not know each other."""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.project.configuration import Configuration


def renderer(configuration: Configuration) -> Callable[[str], str]:
    """What `broadsheet.desk.style_guide.install` takes."""

    def render(name: str) -> str:
        # Templates are read when somebody opens the guide, not by every command.
        from broadsheet.site.style_guide import render as render_specimen

        return render_specimen(name, configuration.site)

    return render
