"""No field that proves who somebody is would be kept with what was typed."""

import importlib
import pkgutil

import pytest
from django import forms
from django.urls import get_resolver

import lienthong
from lienthong.kernel.web.kept import is_secret
from lienthong.ui.fields import OneTimeCode, PasskeyField

from .test_templates import HOUSE


def all_forms() -> list[type[forms.BaseForm]]:
    """Every form of the house."""
    assert get_resolver().url_patterns
    for module in pkgutil.walk_packages(lienthong.__path__, "lienthong."):
        if module.name.rsplit(".", 1)[-1] == "forms":
            importlib.import_module(module.name)
    found, look_at = set(), [forms.BaseForm]
    while look_at:
        kinds = look_at.pop().__subclasses__()
        look_at += kinds
        found |= set(kinds)
    return sorted((one for one in found if one.__module__.startswith("lienthong.")), key=str)


def proves_something(field: forms.Field) -> bool:
    return isinstance(field, (OneTimeCode, PasskeyField)) or isinstance(
        field.widget, forms.PasswordInput
    )


@pytest.mark.parametrize("form", all_forms(), ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_what_proves_who_somebody_is_has_a_name_that_is_never_kept(form):
    declared = getattr(form, "base_fields", {})
    assert [
        name for name, one in declared.items() if proves_something(one) and not is_secret(name)
    ] == []


def test_a_field_written_by_hand_that_hides_what_is_typed_is_never_kept():
    hiding = [
        path.name
        for path in HOUSE.glob("*/**/templates/**/*.html")
        if 'type="password"' in path.read_text()
    ]
    assert hiding == []
    assert is_secret("credential")
