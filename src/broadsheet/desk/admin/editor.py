"""Wagtail's page views for stories, with every way to the readers leading through an act."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet

from broadsheet.desk import config
from broadsheet.desk.admin.states import moment_text
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import SectionPage, StoryPage, gateway
from broadsheet.desk.references import refer, unreferenced
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal
from broadsheet.ledger.records import Story


def readers_address(path: str) -> str:
    """Where readers find it."""
    return config.active().address.rstrip("/") + path


def trail(section: SectionPage, here: str) -> list[dict[str, Any]]:
    """The way to a story without the folder that it lies in."""
    stories = reverse("desk_stories:index")
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Desk")},
        {"url": stories, "label": _("Stories")},
        {"url": f"{stories}?section={section.pk}", "label": section.title},
        {"url": "", "label": here},
    ]


def field_label(field: str) -> str:
    """A field in the words of the editor's form; empty for none."""
    try:
        found = StoryPage._meta.get_field(field) if field else None  # noqa: SLF001
    except FieldDoesNotExist:
        return ""
    name = _("Headline") if field == "title" else getattr(found, "verbose_name", "")
    return capfirst(str(name))


def told(problems: tuple[Problem, ...] | list[Problem]) -> Any:
    """The reasons as a list, each naming its field."""
    lines = ((f"{label}: " if (label := field_label(p.field)) else "", str(p.message)) for p in problems)
    return format_html("{}<ul>{}</ul>", _("Not published:"), format_html_join("", "<li>{}{}</li>", lines))


def say_refused(request: Any, error: BroadsheetError) -> None:
    text = told(error.problems) if isinstance(error, ChecksFailed) else str(error)
    messages.error(request, text)


def say_published(request: Any, story: StoryPage) -> None:
    """With the way to the reader's page, or the moment at which there will be one."""
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[story.pk]), _("Edit"))
    waiting = story.scheduled_revision
    if waiting is not None and waiting.approved_go_live_at > clock.now():
        text = _("“%(title)s” will be published on %(moment)s.") % {
            "title": story.draft_title,
            "moment": moment_text(waiting.approved_go_live_at),
        }
        messages.success(request, text, buttons=[edit])
        return
    view = messages.button(readers_address(story.public_path), _("Open the reader's page"), new_window=True)
    text = _("“%(title)s” is published.") % {"title": story.title}
    messages.success(request, " ".join(filter(None, (text, told_readers(story)))), buttons=[view, edit])


def told_readers(story: StoryPage) -> str:
    """What the last publication was for readers; empty for a first one."""
    published = [entry.record for entry in journal.history(f"story:{story.story_id}")]
    before = [each for each in published[:-1] if isinstance(each, Story)]
    if not before:
        return ""
    if story.updated_at != before[-1].updated:
        return _("Readers are told of a new state.")
    return _("As a small change: readers are not told.")


def after_publish(request: Any, page: Any) -> HttpResponse | None:
    """Wagtail's hook after a page was created and published in one go."""
    if not isinstance(page, StoryPage):
        return None
    say_published(request, page)
    return redirect("desk_stories:index")


class StoryEditView(EditView):
    page: StoryPage

    def form_valid(self, form: Any) -> HttpResponse:
        is_publishing = self.action_name == "publish"
        if is_publishing and (problems := gateway.active().problems(form.instance)):
            return self._refuse(form, problems)
        response: HttpResponse = super().form_valid(form)
        return response

    def publish_action(self) -> HttpResponse:
        """The draft is saved first; if the act refuses then, nothing that was written is lost."""
        with unreferenced():
            self.page = self.form.save(commit=not self.page.live)
            self.subscription.save()
            revision = self.page.save_revision(
                user=self.request.user, log_action=True, previous_revision=self.previous_revision
            )
        try:
            revision.publish(
                user=self.request.user,
                changed=self.has_content_changes,
                previous_revision=self.previous_revision,
            )
        except BroadsheetError as error:
            refer(StoryPage.objects.get(pk=self.page.pk))
            say_refused(self.request, error)
            return redirect(self.get_edit_url())
        self._log_comments(revision)
        say_published(self.request, StoryPage.objects.get(pk=self.page.pk))
        return self.redirect_away()

    def perform_workflow_action(self) -> HttpResponse:
        """The last approval publishes, so it can be refused as well; then the review stays open."""
        try:
            with transaction.atomic():
                response: HttpResponse = super().perform_workflow_action()
        except BroadsheetError as error:
            say_refused(self.request, error)
            return redirect(self.get_edit_url())
        return response

    def redirect_away(self) -> HttpResponse:
        return redirect(self.next_url or reverse("desk_stories:index"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page.section, str(self.page.draft_title))

    def _refuse(self, form: Any, problems: list[Problem]) -> HttpResponse:
        for problem in problems:
            if problem.field in form.fields:
                form.add_error(problem.field, str(problem.message))
        form.restore_required_fields()
        messages.error(self.request, told(problems))
        self.has_unsaved_changes = True
        self.errors_debug = None
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def _log_comments(self, revision: Any) -> None:
        if self.has_content_changes and "comments" in self.form.formsets:
            changes = self.get_commenting_changes()
            self.log_commenting_changes(changes, revision)
            self.send_commenting_notifications(changes)


class StoryCreateView(CreateView):
    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.parent_page.get_parent().specific, _("New story"))

    def publish_action(self) -> HttpResponse:
        """The story is kept as a draft first; if the act refuses, it opens in the editor with the reasons."""
        self.page.live = False
        try:
            response: HttpResponse = super().publish_action()
        except BroadsheetError as error:
            say_refused(self.request, error)
            return redirect(self.get_edit_url())
        return response

    def redirect_away(self) -> HttpResponse:
        return redirect(self.next_url or reverse("desk_stories:index"))


class StoryUnpublishView(UnpublishView):
    template_name = "desk/confirm_unpublish.html"

    def unpublish(self) -> HttpResponse | None:
        try:
            self.object.unpublish(user=self.request.user)
        except BroadsheetError as error:
            say_refused(self.request, error)
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        return None

    def get_next_url(self) -> str:
        return reverse("desk_stories:index")


class StoryDeleteView(DeleteView):
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.page.delete(user=request.user)
        except BroadsheetError as error:
            say_refused(request, error)
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": self.page.draft_title})
        return redirect("desk_stories:index")


class StoryPagesViewSet(PageViewSet):
    model = StoryPage
    name = "desk_story_pages"
    icon = "doc-full"
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    unpublish_view_class = StoryUnpublishView
    delete_view_class = StoryDeleteView
