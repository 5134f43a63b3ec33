"""Home, sections, stories: each page asks the database when it is asked for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

SHOWN = 20


class StockPage(Page):  # type: ignore[misc]
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        stories = StockStory.objects.live().descendant_of(self).order_by("-first_published_at")
        context["stories"] = stories[:SHOWN]
        return context


class StockStory(Page):  # type: ignore[misc]
    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)

    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
