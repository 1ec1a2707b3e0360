from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "lienthong.records.signing"
    label = "signing"

    def ready(self) -> None:
        from . import labels, permissions, reactions  # noqa: F401 - declared, heard, said
