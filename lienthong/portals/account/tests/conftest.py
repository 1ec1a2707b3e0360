import os

import pytest
from django.db import connection

from lienthong.kernel.people import codes, factors
from lienthong.kernel.people.models import Role
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.ui.tests.chromium import PATIENCE, chromium


@pytest.fixture(autouse=True)
def keys_of_their_own(settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def commune(db):
    return a_unit()


@pytest.fixture
def specialist(commune):
    """Somebody whose post needs no second factor."""
    return an_account(a_post(commune, Role.SPECIALIST).person, username="chuyen.vien")


@pytest.fixture
def clerk(commune):
    """Somebody whose post needs a second factor, and who has none yet."""
    return an_account(a_post(commune, Role.CLERK).person, username="van.thu")


@pytest.fixture
def code_of(clerk):
    """The code the clerk's app shows; each call gives one not used yet."""
    seed = codes.new_seed()
    factors.enrol_app(clerk, seed)

    def code():
        clerk.refresh_from_db()
        return codes.code_at(seed, max(codes.step_now(), clerk.last_code_step + 1))

    return code


@pytest.fixture
def browser_page():
    # Playwright keeps an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as browser:
        context = browser.new_context(locale="vi-VN")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page
        connection.close()  # it belongs to the loop; nobody finds it again afterwards
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
