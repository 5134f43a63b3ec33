"""At start-up each room is told what it must know of the site."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "broadsheet.project"
    label = "project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.desk import (
            alarms,
            figures,
            front_preview,
            legal_gaps,
            outstanding,
            preview,
            refused,
            style_guide,
        )
        from broadsheet.desk import config as desk
        from broadsheet.ledger import bell
        from broadsheet.project import style_guide as guide
        from broadsheet.project.ad_report import Totals, counts_of
        from broadsheet.project.alarms import left_of, provider
        from broadsheet.project.alarms import refused as refusal
        from broadsheet.project.configuration import active
        from broadsheet.project.front_preview import FrontPreview
        from broadsheet.project.legal_gaps import missing
        from broadsheet.project.preview import renderer

        configuration = active()
        bell.install(configuration.folder / bell.NAME)
        desk.install(
            desk.DeskConfig(
                vault=configuration.vault,
                archive=configuration.archive,
                wire=configuration.wire,
                language=configuration.site.language,
                further_languages=configuration.site.languages[1:],
                time_zone=ZoneInfo(configuration.site.time_zone),
                address=configuration.site.address,
                external_hosts=frozenset(configuration.desk.external_hosts.split()),
                clock_tolerance=timedelta(seconds=configuration.desk.clock_tolerance_seconds),
                quotation_words=configuration.desk.quotation_words,
                quotation_share=configuration.desk.quotation_percent,
                silence=timedelta(hours=configuration.wire.silent_after_hours),
            )
        )
        preview.install(renderer(configuration))
        front_preview.install(FrontPreview(configuration))
        outstanding.install(left_of)
        refused.install(refusal)
        legal_gaps.install(missing)
        style_guide.install(guide.renderer(configuration))
        alarms.install(provider())
        figures.install(Totals(counts_of(configuration)))
