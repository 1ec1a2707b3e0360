from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lienthong.portals.desk"
    label = "desk"

    def ready(self) -> None:
        from . import menu
