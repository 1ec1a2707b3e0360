from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lienthong.kernel.people"
    label = "people"

    def ready(self) -> None:
        from . import permissions, wording  # noqa: F401, PLC0415 -- declare what can be allowed and said here
