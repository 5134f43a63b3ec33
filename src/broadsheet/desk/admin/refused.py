"""A page that the press refused says at its story what to do."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from broadsheet.desk import refused


class RefusedPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/refused.html"
        _advice = ""

        def is_shown(self) -> bool:
            story = self.instance
            if story.pk and story.live:
                self._advice = refused.advice(f"story:{story.story_id}")
            return bool(self._advice)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "advice": self._advice}
