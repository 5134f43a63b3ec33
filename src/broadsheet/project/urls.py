"""The desk's addresses. Nothing here is reachable on the readers' side."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls

from broadsheet.project import pushing, watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", watching.health),
    path("metrics", watching.metrics),
    path("wire/push/<str:name>", pushing.receive),
    path("", include("broadsheet.desk.urls")),
    path("", include(wagtailadmin_urls)),
]
