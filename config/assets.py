"""Static files as they are sent: compressed once, under a name that holds their hash."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of what libraries bring our pages use one script, django_htmx/htmx-2.min.js.
NOT_OURS = ["ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js", "mfa", "account/js/*"]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """A browser keeps them for good: a file that changes gets another address, in every page."""

    support_js_module_import_aggregation = True


class UsedFiles(AppDirectoriesFinder):
    """What the rooms bring, and of the libraries only what pages use."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *NOT_OURS])
