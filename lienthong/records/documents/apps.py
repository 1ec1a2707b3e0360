from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lienthong.records.documents"
    label = "documents"

    def ready(self) -> None:
        from . import labels, menu, permissions, reactions
