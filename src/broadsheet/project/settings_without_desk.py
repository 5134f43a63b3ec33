"""The settings for what needs neither desk nor Wagtail: wire, ledger and press.

Wagtail's apps take seconds to load; the command line answers without them where it can.
"""

from __future__ import annotations

from broadsheet.project.settings import *  # noqa: F403

INSTALLED_APPS = ["broadsheet.ledger", "broadsheet.wire", "broadsheet.press"]
