"""What only the layouts use."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString

from lienthong.kernel.web.public import way_to

register = template.Library()

PHONE_ENTRIES = 5


@register.simple_block_tag
def captured(content: str) -> str:
    """Keeps what a block draws under a name, so that a layout can show it twice."""
    return SafeString(content.strip())


@register.simple_tag
def phone_bar(*, menu: Iterable[Iterable[Any]] | None) -> dict[str, Any]:
    """The entries of the bottom bar; "More" takes the last place when others remain."""
    entries = [entry for group in menu or () for entry in group]
    wanted = [entry for entry in entries if _of(entry, "phone")]
    if len(entries) <= PHONE_ENTRIES:
        return {"entries": entries, "more": False}
    return {"entries": wanted[: PHONE_ENTRIES - 1], "more": True}


@register.simple_tag
def way(*, to: str, of: Any = None) -> str:
    """The address of a place another room has said, of one thing if need be; empty if there is none."""
    try:
        return way_to(to) if of is None else way_to(to, of)
    except NoReverseMatch:
        return ""


def _of(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, dict) else getattr(entry, name, None)
