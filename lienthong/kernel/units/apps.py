from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "lienthong.kernel.units"
    label = "units"

    def ready(self) -> None:
        from . import permissions
