"""New stories and the ones that are there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.errors import UnknownEditor, UnknownSection, UnknownStory
from broadsheet.desk.folders import folder_for
from broadsheet.desk.models import (
    Person,
    RelatedStory,
    SectionPage,
    StoryAuthor,
    StoryPage,
    StoryTopic,
    Topic,
)
from broadsheet.kernel import clock


def new_story(
    section: SectionPage,
    *,
    headline: str,
    user: Any = None,
    authors: tuple[Person, ...] = (),
    topics: tuple[Topic, ...] = (),
    related: tuple[StoryPage, ...] = (),
    **fields: Any,
) -> StoryPage:
    """A draft in the section, with its first revision; `fields` are StoryPage's own."""
    story = StoryPage(title=headline, live=False, owner=user, **fields)
    story.bylines = [StoryAuthor(person=each, sort_order=at) for at, each in enumerate(authors)]
    story.topic_links = [StoryTopic(topic=each, sort_order=at) for at, each in enumerate(topics)]
    story.related_links = [RelatedStory(story=each, sort_order=at) for at, each in enumerate(related)]
    with transaction.atomic():
        folder_for(section, clock.now()).add_child(instance=story)
        story.save_revision(user=user, clean=False)
    return story


def story_of(story_id: str) -> StoryPage:
    """Raises UnknownStory."""
    story: StoryPage | None = StoryPage.objects.filter(story_id=story_id).first()
    if story is None:
        raise UnknownStory(_("There is no story with the id %(id)s.") % {"id": story_id})
    return story


def editor_of(name: str) -> User:
    """The active account of this name. Raises UnknownEditor."""
    account = User.objects.filter(username=name, is_active=True).first()
    if account is None:
        raise UnknownEditor(_("There is no account “%(name)s” at the desk.") % {"name": name})
    return account


def section_of(slug: str) -> SectionPage:
    """Raises UnknownSection, naming the sections that there are."""
    section: SectionPage | None = SectionPage.objects.filter(slug=slug).first()
    if section is None:
        known = ", ".join(SectionPage.objects.order_by("order").values_list("slug", flat=True)) or "–"
        raise UnknownSection(
            _("There is no section “%(slug)s”. There are: %(known)s.") % {"slug": slug, "known": known}
        )
    return section
