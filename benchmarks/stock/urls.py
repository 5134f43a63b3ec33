"""The feed, and Wagtail's pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import include, path
from django.utils.feedgenerator import Enclosure
from wagtail import urls as wagtail_urls

from stock.models import StoryPage, shown


class Latest(Feed[Any, Any]):
    title = "Stock"
    link = "/"
    description = "Das Neueste"
    language = settings.LANGUAGE_CODE

    def items(self) -> Any:
        return shown(StoryPage.objects.all())[:40]

    def item_title(self, item: Any) -> Any:
        return item.title

    def item_description(self, item: Any) -> Any:
        return item.lead

    def item_link(self, item: Any) -> Any:
        return item.get_url()

    def item_pubdate(self, item: Any) -> Any:
        return item.first_published_at

    def item_author_name(self, item: Any) -> Any:
        return ", ".join(author.name for author in item.authors.all())

    def item_categories(self, item: Any) -> Any:
        return [topic.title for topic in item.topics.all()]

    def item_enclosures(self, item: Any) -> Any:
        if item.picture is None:
            return []
        rendition = item.picture.get_rendition("format-jpeg|width-800")
        return [Enclosure(rendition.full_url, str(rendition.file.size), "image/jpeg")]


urlpatterns = [path("feed.xml", Latest()), path("", include(wagtail_urls))]
