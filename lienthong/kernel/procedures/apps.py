from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "lienthong.kernel.procedures"
    label = "procedures"

    def ready(self) -> None:
        from . import reactions
