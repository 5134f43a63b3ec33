"""Where Wagtail leads into its page tree, editors find the flat list instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.auth import require_admin_access

from broadsheet.desk.models import SectionPage


@require_admin_access
def tree(request: HttpRequest) -> HttpResponse:
    return redirect("desk_stories:index")


@require_admin_access
def branch(request: HttpRequest, page_id: int) -> HttpResponse:
    """A section's stories for a section, all stories for anything else."""
    section = SectionPage.objects.filter(pk=page_id).first()
    query = f"?{urlencode({'section': section.pk})}" if section else ""
    return redirect(reverse("desk_stories:index") + query)


@require_admin_access
def search(request: HttpRequest) -> HttpResponse:
    query = urlencode({"q": request.GET.get("q", "")})
    return redirect(f"{reverse('desk_stories:index')}?{query}")
