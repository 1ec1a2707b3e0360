"""What every test stands on."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
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


@pytest.fixture(autouse=True)
def no_job_outlives_its_test(
    request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[None]:
    """A test that really commits leaves its jobs in tables Django does not empty after it."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
