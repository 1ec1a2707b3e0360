"""The history as lines that anybody can check alone."""

import time
from collections.abc import Iterator
from heapq import merge
from typing import Any

from .chain import SignedHead, head_hash
from .keeping import KeeperRefused, the_keeper
from .models import AuditEntry, SealHead, SealPlan
from .sealing import content_of, said_by_entry, seal_round, unsealed_entries

_TRIES, _PAUSE = 20, 0.1


def exported_lines() -> Iterator[dict[str, Any]]:
    """Seal what is open; then whose history it is, the entries and their heads, what is refused, the end."""
    keeper, unsealed = the_keeper(), _sealed_but()
    closing, newest = _end()
    yield {"export": {"v": 1, "installation": keeper.installation()}}
    for certificate in keeper.certificates():
        yield {"record_key": certificate}
    for _place, line in merge(_entries(newest), _heads(newest), key=lambda one: one[0]):
        yield line
    for entry in AuditEntry.objects.filter(pk__in=unsealed).order_by("id").iterator():
        yield {"unsealed": said_by_entry(entry) | {"id": entry.pk, "mark": entry.mark}}
    yield _signed("closing", closing)


def _sealed_but() -> list[int]:
    """Seal what bears a good mark; the answer is which entries stay unsealed."""
    try:
        return seal_round().refused
    except KeeperRefused:
        good, refused = unsealed_entries()
        return good + refused


def _end() -> tuple[SignedHead, SealHead | None]:
    """The end as the signer knows it, and our newest head, at a moment when nobody is sealing."""
    for _ in range(_TRIES):
        closing, newest = the_keeper().closing(), SealHead.objects.order_by("-id").first()
        ours = head_hash(newest.content) if newest else ""
        if closing.content["closes"] == ours or not SealPlan.objects.exists():
            break
        time.sleep(_PAUSE)
    return closing, newest


def _entries(newest: SealHead | None) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    sealed = AuditEntry.objects.filter(seal_number__lte=_number(newest) if newest else 0)
    for entry in sealed.order_by("seal_number", "id").iterator():
        number = entry.seal_number or 0
        yield (number, 0), {"entry": content_of(entry, number), "hash": entry.seal_hash}


def _heads(newest: SealHead | None) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    known = SealHead.objects.filter(pk__lte=newest.pk if newest else 0)
    for head in known.order_by("id").iterator():
        signed = SignedHead(head.content, head.signature)
        yield (_number(head), 1), _signed("head", signed)


def _number(head: SealHead) -> int:
    """The place of a head, even of one that somebody has spoilt: the check of the export reports it."""
    number = head.content.get("n") if isinstance(head.content, dict) else None
    return number if isinstance(number, int) else 0


def _signed(kind: str, head: SignedHead) -> dict[str, Any]:
    return {kind: head.content, "signature": head.signature}
