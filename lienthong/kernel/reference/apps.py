from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "lienthong.kernel.reference"
    label = "reference"

    def ready(self) -> None:
        from . import permissions
