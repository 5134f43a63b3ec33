"""The languages in which a newsroom writes and speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LANGUAGES = [("de", _("German")), ("en", _("English"))]
