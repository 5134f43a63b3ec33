"""Stands in for Wagtail's command of the same name, which would take pages offline unseen."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broadsheet.desk.schedule import release_due


class Command(BaseCommand):
    help = "Publishes what is due and takes back what has expired."

    def handle(self, *_args: Any, **_options: Any) -> None:
        released = release_due()
        for done in released.done:
            self.stdout.write(done.url)
        if released.held:
            raise CommandError("Nothing is released: the clocks disagree. See 'broadsheet check'.")
        if released.failed:
            raise CommandError("\n".join(f"{each.story}: {each.error}" for each in released.failed))
