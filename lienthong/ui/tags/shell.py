"""What only the layouts use."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

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


def _of(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, dict) else getattr(entry, name, None)
