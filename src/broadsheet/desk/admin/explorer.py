"""Where Wagtail leads into its page tree, editors find the flat list instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from broadsheet.desk.admin.access import for_staff
from broadsheet.desk.models import SectionPage


@for_staff
def tree(_request: HttpRequest) -> HttpResponse:
    return redirect("desk_stories:index")


@for_staff
def branch(_request: HttpRequest, page_id: int) -> HttpResponse:
    """A section's stories for a section, all stories for anything else."""
    section = SectionPage.objects.filter(pk=page_id).first()
    query = f"?{urlencode({'section': section.pk})}" if section else ""
    return redirect(reverse("desk_stories:index") + query)


@for_staff
def search(request: HttpRequest) -> HttpResponse:
    query = urlencode({"q": request.GET.get("q", "")})
    return redirect(f"{reverse('desk_stories:index')}?{query}")
