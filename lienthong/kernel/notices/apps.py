from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lienthong.kernel.notices"

    def ready(self) -> None:
        from . import reactions
