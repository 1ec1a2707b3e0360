from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "lienthong.kernel.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from lienthong.kernel.files import checks  # noqa: F401 - registers itself
