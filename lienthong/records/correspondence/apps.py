from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "lienthong.records.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from . import labels, menu, permissions, reactions
