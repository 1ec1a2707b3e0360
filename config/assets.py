"""Static files as they are sent: compressed once, under a name that holds their hash."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of what libraries bring our pages use one script, django_htmx/htmx-2.min.js.
NOT_OURS = ["ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js", "mfa", "account/js/*"]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """A browser keeps them for good: a file that changes gets another address, in every page."""

    support_js_module_import_aggregation = True

    def __init__(self, *places: Any, **options: Any) -> None:
        super().__init__(*places, **options)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002 - as the library has it
        """A page names a hundred; each is looked up once in a process."""
        if force or settings.DEBUG:
            return str(super().url(name, force))
        if name not in self.addresses:
            self.addresses[name] = super().url(name)
        return self.addresses[name]


class UsedFiles(AppDirectoriesFinder):
    """What the rooms bring, and of the libraries only what pages use."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *NOT_OURS])
