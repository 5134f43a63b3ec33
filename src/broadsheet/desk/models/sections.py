"""The tree: sections under the root, month folders under a section, stories in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.models.pages import PagePermissionTester
from wagtail.query import PageQuerySet

from broadsheet.desk.config import site_language
from broadsheet.desk.errors import NotAllowed, StillInUse
from broadsheet.desk.models.guard import GuardedPage, GuardedQuerySet
from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.kernel.addresses import RESERVED
from broadsheet.kernel.ids import new_id
from broadsheet.kernel.language import SLUG


def require_free_address(slug: str) -> None:
    """Raises ValidationError for a first path segment that no section and no page may take."""
    if slug in RESERVED:
        raise ValidationError(
            {"slug": _("“%(slug)s” is used by the site itself. Choose another address.") % {"slug": slug}}
        )
    if not SLUG.fullmatch(slug):
        raise ValidationError(
            {"slug": _("An address has small letters a to z, digits and single hyphens only.")}
        )


def require_no_live_stories(page: Page) -> None:
    """Raises StillInUse if a story below `page` is published."""
    count = page.get_descendants().filter(live=True, content_type__model="storypage").count()
    if count:
        raise StillInUse(
            _now("“%(title)s” holds %(count)s published stories. Move or unpublish them first.")
            % {"title": page.title, "count": count}
        )


class SectionPermissions(PagePermissionTester):
    """A section goes offline or away only when nothing in it is published."""

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and not self._has_live_stories()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk)) and not self._has_live_stories()

    def _has_live_stories(self) -> bool:
        below = self.page.get_descendants()
        return bool(below.filter(live=True, content_type__model="storypage").exists())


class SectionPage(GuardedPage):
    """A section, such as politics; its slug is the first part of its stories' addresses."""

    section_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Lower numbers come first."))
    description = models.CharField(_("description"), max_length=300, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=LANGUAGES,
        help_text=_("In whose menu it stands, on a site in several languages; empty for the main one."),
    )
    counterpart = models.ForeignKey(
        "self",
        verbose_name=_("the same in another language"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Readers and search engines are then led from each of the two to the other;"
            " it is enough to say so at one of them."
        ),
    )

    objects = PageManager.from_queryset(GuardedQuerySet)()

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["desk.MonthFolder"]
    exclude_fields_in_copy: ClassVar = ["section_id"]
    content_panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("order"),
        FieldPanel("description"),
        FieldPanel("language"),
        FieldPanel("counterpart"),
    ]
    promote_panels: ClassVar[list[FieldPanel]] = []
    # No schedule: a section goes live when it is published.
    settings_panels: ClassVar[list[FieldPanel]] = []

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def with_content_json(self, content: dict[str, Any]) -> Any:
        section = super().with_content_json(content)
        section.section_id = self.section_id
        return section

    def clean(self) -> None:
        super().clean()
        require_free_address(self.slug)
        if apps.get_model("desk", "HousePage").objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A house page has this address. Choose another one.")})
        if self.counterpart is not None:
            self._require_counterpart(self.counterpart)

    @property
    def spoken(self) -> str:
        """Its language, whether or not it is the site's main one."""
        return str(self.language) or site_language()

    def _require_counterpart(self, other: SectionPage) -> None:
        """Raises ValidationError for a section that cannot be the same in another language."""
        if other.spoken == self.spoken:
            text = _("“%(title)s” is in the same language. Choose a section in another one.")
            raise ValidationError({"counterpart": text % {"title": other.title}})
        taken = SectionPage.objects.filter(counterpart=other).exclude(pk=self.pk).first() or other.counterpart
        if taken is not None and taken.pk != self.pk:
            text = _("“%(title)s” belongs to “%(other)s” already.")
            raise ValidationError({"counterpart": text % {"title": other.title, "other": taken.title}})

    def permissions_for_user(self, user: Any) -> SectionPermissions:
        return SectionPermissions(user, self)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        raise NotAllowed(_now("A section cannot be copied: make a new one."))

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        raise NotAllowed(_now("A section has one place only."))


class FolderPermissions(PagePermissionTester):
    """Month folders are the desk's own: nobody edits, moves or removes them."""

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class FolderQuerySet(PageQuerySet):
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        for folder in self:
            require_no_live_stories(folder)
        return super().delete(*args, **kwargs)


class MonthFolder(Page):
    """Keeps the tree flat enough: a section's stories of one month. Never seen by editors."""

    is_creatable = False
    parent_page_types: ClassVar = ["desk.SectionPage"]
    subpage_types: ClassVar = ["desk.StoryPage"]
    wagtail_reference_index_ignore = True

    objects = PageManager.from_queryset(FolderQuerySet)()

    class Meta:
        verbose_name = _("month")
        verbose_name_plural = _("months")

    def permissions_for_user(self, user: Any) -> FolderPermissions:
        return FolderPermissions(user, self)

    def can_move_to(self, parent: Any) -> bool:
        return False

    def move(self, target: Any, pos: str | None = None, user: Any = None) -> None:
        raise NotAllowed(_now("Month folders stay where they are; move the stories."))
