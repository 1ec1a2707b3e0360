"""Every template can be read: a misspelt tag or argument is found before anybody opens the page."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

HOUSE = Path(settings.BASE_DIR) / "lienthong"
# Form templates belong to the form renderer, which has an engine of its own.
NAMES = sorted(
    name
    for path in HOUSE.glob("*/**/templates/**/*.html")
    if not (name := path.as_posix().split("/templates/", 1)[1]).startswith(
        ("django/", "ui/widgets/")
    )
)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read(name):
    assert get_template(name)


def test_there_are_templates():
    assert len(NAMES) > 100
