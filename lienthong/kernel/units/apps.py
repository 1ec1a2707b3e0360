from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "lienthong.kernel.units"
    label = "units"

    def ready(self) -> None:
        from . import permissions  # noqa: F401, PLC0415 -- declares what can be allowed here
