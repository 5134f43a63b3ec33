"""Home, sections, stories: each page asks the database when it is asked for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet

RENDITIONS = [f"format-{kind}|width-{width}" for kind in ("webp", "jpeg") for width in (400, 800)]
"""As `{% picture … format-{webp,jpeg} width-{400,800} %}` makes them."""


@register_snippet
class Author(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager()
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


@register_snippet
class Topic(models.Model):
    objects: ClassVar[models.Manager[Any]] = models.Manager()
    title = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.title


class NavigationMixin:
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        context["sections"] = list(SectionPage.objects.live().order_by("path"))
        return context


class HomePage(NavigationMixin, Page):  # type: ignore[misc]
    """The newest stories, and of half of the sections the newest of each."""

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        context["stories"] = shown(StoryPage.objects.descendant_of(self))[:22]
        of_section = StoryPage.objects.child_of
        keys = {section: _newest(of_section(section), 4) for section in context["sections"][:6]}
        wanted = {key for found in keys.values() for key in found}
        stories = {each.pk: each for each in shown(StoryPage.objects.filter(pk__in=wanted))}
        context["rows"] = [(section, [stories[key] for key in found]) for section, found in keys.items()]
        return context


class SectionPage(NavigationMixin, Page):  # type: ignore[misc]
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        context["stories"] = shown(StoryPage.objects.child_of(self))[:25]
        return context


class StoryPage(NavigationMixin, Page):  # type: ignore[misc]
    kicker = models.CharField(max_length=120, blank=True)
    lead = models.TextField(blank=True)
    picture = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    caption = models.CharField(max_length=400, blank=True)
    body = RichTextField(blank=True)
    authors = ParentalManyToManyField(Author, blank=True)
    topics = ParentalManyToManyField(Topic, blank=True)

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("kicker"),
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        section = self.get_parent()
        context["section"] = section
        others = StoryPage.objects.exclude(pk=self.pk)
        topics = [topic.pk for topic in self.topics.all()]
        context["related"] = shown(others.filter(topics__in=topics).distinct())[:3] if topics else []
        context["more"] = shown(others.child_of(section))[:4]
        return context


def _newest(stories: Any, number: int) -> list[int]:
    return list(stories.live().order_by("-first_published_at").values_list("pk", flat=True)[:number])


def shown(stories: Any) -> Any:
    """What is live, the newest first, with all that a list shows of it."""
    with_renditions = Image.objects.prefetch_renditions(*RENDITIONS)
    pictures = models.Prefetch("picture", queryset=with_renditions)
    return stories.live().order_by("-first_published_at").prefetch_related(pictures, "authors", "topics")
