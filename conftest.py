"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests read the sentences as the code says them, whether or not a catalogue is compiled."""
    settings = request.getfixturevalue("settings")
    settings.LANGUAGE_CODE = "en"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with translation.override("en"):
        yield
