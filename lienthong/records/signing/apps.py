from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "lienthong.records.signing"
    label = "signing"

    def ready(self) -> None:
        from . import permissions, reactions  # noqa: F401 - what can be allowed here, and what is heard
