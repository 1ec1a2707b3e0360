"""The icons an installation has: the lines of icons.txt, made into one sprite by script/assets."""

from pathlib import Path

from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

ICONS = frozenset(Path(__file__).with_name("icons.txt").read_text(encoding="utf-8").split())


def drawn(name: str, size: str = "") -> SafeString:
    """The drawing of one icon; it never speaks, the word beside it does."""
    if name not in ICONS:
        raise TemplateSyntaxError(f"No icon {name!r}: add it to lienthong/ui/icons.txt.")
    css = f"i i-{size}" if size else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        css,
        static("icons.svg"),
        name,
    )
