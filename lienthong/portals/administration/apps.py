from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "lienthong.portals.administration"
    label = "administration"

    def ready(self) -> None:
        from . import menu
