from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lets Wagtail's calls on the models end in acts."""
        from broadsheet.desk.acts.wagtail_gateway import WagtailGateway
        from broadsheet.desk.models import gateway

        gateway.install(WagtailGateway())
