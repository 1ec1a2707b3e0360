"""`{% load ui %}`: every tag of the kit. The README lists them; the gallery shows them."""

from collections.abc import Callable
from typing import Any

from django import template

from lienthong.ui.tags import acts, boxes, leaves, shell, tables

register = template.Library()
# What the gallery and the tests read the descriptions and signatures from.
FUNCTIONS: dict[str, Callable[..., Any]] = {}

for part in (leaves, acts, boxes, tables, shell):
    register.tags.update(part.register.tags)
    FUNCTIONS.update({name: thing for name, thing in vars(part).items() if callable(thing)})
