from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lienthong.kernel.people"
    label = "people"

    def ready(self) -> None:
        from . import labels, permissions, reactions
