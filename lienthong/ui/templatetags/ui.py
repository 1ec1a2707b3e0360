"""`{% load ui %}`: every tag of the kit. The README lists them; the gallery shows them."""

from django import template

from lienthong.ui.tags import acts, boxes, leaves, shell, tables

register = template.Library()

for part in (leaves, acts, boxes, tables, shell):
    register.tags.update(part.register.tags)
