"""The menu: every room that exists says where it is entered."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from lienthong.kernel.permissions.public import Actor, Permission, holds
from lienthong.kernel.procedures.public import Kind, work_item_counts


@dataclass(frozen=True)
class MenuEntry:
    """One entry: shown to those who hold one of the permissions; its counter says how much work waits."""

    label: str | Promise
    url_name: str
    icon: str
    needs: tuple[Permission, ...]
    group: int
    position: int
    phone: bool = False
    short_label: str | Promise = ""
    # The kinds of work that lie behind it.
    counts: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class ShownEntry:
    label: str
    short_label: str
    url: str
    icon: str
    count: int
    is_counted: bool
    current: bool
    phone: bool


_entries: list[MenuEntry] = []


def menu_entry(entry: MenuEntry) -> MenuEntry:
    _entries.append(entry)
    return entry


def menu_for(request: HttpRequest, actor: Actor) -> list[list[ShownEntry]]:
    """The actor's menu, in groups; the entry whose address begins the present one is current."""
    groups: dict[int, list[ShownEntry]] = {}
    here, counts = _current_address(request), _work_counts(request, actor)
    for entry in sorted(_entries, key=lambda e: (e.group, e.position)):
        if entry.needs and not any(holds(actor, need) for need in entry.needs):
            continue
        url = reverse(entry.url_name)
        groups.setdefault(entry.group, []).append(
            ShownEntry(
                label=str(entry.label),
                short_label=str(entry.short_label or entry.label),
                url=url,
                icon=entry.icon,
                count=sum(counts.get(kind.key, 0) for kind in entry.counts),
                is_counted=bool(entry.counts),
                current=url == here,
                phone=entry.phone,
            )
        )
    return list(groups.values())


def _current_address(request: HttpRequest) -> str:
    """The longest address of the menu with which the present one begins; home only for itself.

    The number of a thing is left out: `/incoming/5/receipts/` stands under `/incoming/receipts/`.
    """
    addresses = {reverse(entry.url_name) for entry in _entries}
    place = re.sub(r"/\d+(?=/)", "", request.path)
    begun = [url for url in addresses if url != "/" and place.startswith(url)]
    return max(begun, key=len, default="/" if request.path == "/" else "")


def _work_counts(request: HttpRequest, actor: Actor) -> dict[str, int]:
    """How much work of each kind waits; a page that has counted it already is not asked again."""
    known: dict[str, int] | None = getattr(request, "work_counts", None)
    return work_item_counts(actor) if known is None else known
