"""How every form of the house is drawn; settings.FORM_RENDERER names it."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import DjangoTemplates

OURS = Path(__file__).with_name("templates")
DJANGOS = Path(django.forms.__file__).with_name("templates")


class FormRenderer(DjangoTemplates):
    """Our field and form templates first, Django's own widgets behind them."""

    @cached_property
    def engine(self) -> Any:
        options: dict[str, Any] = {}
        dirs = [OURS, DJANGOS]
        return self.backend(
            {"APP_DIRS": True, "DIRS": dirs, "NAME": "house_forms", "OPTIONS": options}
        )
