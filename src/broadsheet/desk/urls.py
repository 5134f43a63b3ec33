"""The desk's addresses beside Wagtail's own, for `project` to mount before those."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from broadsheet.desk.admin import alarms, explorer, external, home, media
from broadsheet.kernel.ids import PATTERN


class IdConverter(StringConverter):
    regex = PATTERN.pattern


register_converter(IdConverter, "desk_id")

app_name = "desk"
urlpatterns = [
    path("", home.view, name="home"),
    path("alarms/<slug:code>/", alarms.view, name="settle"),
    path("external/", external.view, name="external"),
    path("pages/", explorer.tree, name="tree"),
    path("pages/<int:page_id>/", explorer.branch, name="branch"),
    path("pages/search/", explorer.search, name="search"),
    path("media/<path:place>", media.file, name="media"),
    path("pictures/<desk_id:picture_id>/<int:width>", media.picture, name="picture"),
    path("recordings/<desk_id:media_id>", media.recording, name="recording"),
]
