"""`{% load window %}`: the few tags of the window, which cannot load those of the kit: they know the database."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lienthong.ui import icons

register = template.Library()


@register.simple_tag
def icon(*, name: str, size: str = "") -> SafeString:
    """A drawing beside a word. It carries no meaning of its own."""
    return icons.drawn(name, size)


@register.inclusion_tag("window/field.html")
def field(*, bound: BoundField) -> dict[str, Any]:
    """One field: label, hint, error, control."""
    return {"field": bound}


@register.inclusion_tag("window/errors.html")
def errors(*, form: BaseForm, title: str = "") -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field."""
    wrong = [(field, field.errors) for field in form if field.errors]
    return {"own": form.non_field_errors(), "fields": wrong, "title": title or _("Not done yet")}


@register.filter
def in_groups(text: str, length: int) -> str:
    """Figures as people read them out: `1234 5678`."""
    return " ".join(text[at : at + length] for at in range(0, len(text), length))
