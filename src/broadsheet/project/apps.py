from zoneinfo import ZoneInfo

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "broadsheet.project"
    label = "project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tells each room what it must know of the site."""
        from broadsheet.desk import config as desk
        from broadsheet.project.configuration import active

        configuration = active()
        desk.install(
            desk.DeskConfig(
                vault=configuration.vault,
                archive=configuration.archive,
                language=configuration.site.language,
                time_zone=ZoneInfo(configuration.site.time_zone),
                address=configuration.site.address,
            )
        )
