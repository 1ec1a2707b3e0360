from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "lienthong.kernel.audiences"
    label = "audiences"

    def ready(self) -> None:
        from . import labels, permissions, reactions
