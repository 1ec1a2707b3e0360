"""Static files as they are sent: compressed once, under a name that holds their hash."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """A browser keeps them for good: a file that changes gets another address, in every page."""

    support_js_module_import_aggregation = True


class OwnStaticFiles(StaticFilesConfig):
    """Of what libraries bring only the one script is collected that our pages use."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js"),
        *("mfa", "account/js/*"),
    ]
