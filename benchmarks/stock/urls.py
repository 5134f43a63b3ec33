"""The feed, and Wagtail's pages."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import include, path
from wagtail import urls as wagtail_urls

from stock.models import SHOWN, StockStory


class Latest(Feed[Any, Any]):
    title = "Stock"
    link = "/"

    def items(self) -> Any:
        return StockStory.objects.live().order_by("-first_published_at")[:SHOWN]

    def item_title(self, item: Any) -> Any:
        return item.title

    def item_description(self, item: Any) -> Any:
        return item.lead

    def item_link(self, item: Any) -> Any:
        return item.get_url()


urlpatterns = [path("feed.xml", Latest()), path("", include(wagtail_urls))]
