from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lienthong.kernel.people"
    label = "people"

    def ready(self) -> None:
        from . import permissions  # noqa: F401, PLC0415 -- declares what can be allowed here
