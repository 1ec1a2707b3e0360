"""The icons an installation has: those the rooms name in `room.toml`, one sprite made by script/assets."""

from functools import cache

from django.conf import settings
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def drawn(name: str, size: str = "") -> SafeString:
    """The drawing of one icon; it never speaks, the word beside it does."""
    if name not in settings.ICONS:
        raise TemplateSyntaxError(f"No icon {name!r}: add it to the `icons` of your room.toml.")
    return _drawn(name, size, static("icons.svg"))


@cache
def _drawn(name: str, size: str, sprite: str) -> SafeString:
    css = f"i i-{size}" if size else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        css,
        sprite,
        name,
    )
