"""From rows to the chain, and back to the lines of an export."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from .chain import Place, SignedHead, entry_hash, genesis, linked
from .keeping import KeeperRefused, the_keeper
from .marks import is_marked
from .models import AuditEntry, SealHead, SealPlan

BATCH = 5000
_SEALING = 0x4C54_0A0D  # the advisory lock of whoever plans or writes seals
_SEAL = """
    UPDATE audit_auditentry AS entry SET seal_number = seal.number, seal_hash = seal.link
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS seal(id, number, link)
    WHERE entry.id = seal.id
"""
_SAID = (
    "verb",
    "is_reading",
    "subject_type",
    "subject_id",
    "person_id",
    "post_id",
    "for_post_id",
    "unit_id",
    "actor_name",
    "actor_title",
    "unit_name",
    "facts",
    "trace",
)


@dataclass
class Sealed:
    """What a round has done: how many entries it sealed, and which it refused for their marks."""

    count: int = 0
    refused: list[int] = field(default_factory=list)


def said_by_entry(entry: AuditEntry) -> dict[str, Any]:
    """What the process that wrote an entry vouches for with its mark."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return {name: getattr(entry, name) for name in _SAID} | {"at": at}


def content_of(entry: AuditEntry, number: int) -> dict[str, Any]:
    """What a seal covers."""
    ours = {"id": entry.pk, "mark": entry.mark, "seal_number": number}
    return said_by_entry(entry) | ours


def seal_round() -> Sealed:
    """Seal everything that bears a good mark, in batches, from the last head on."""
    sealed = Sealed()
    while True:
        plan, sealed.refused = _planned()
        if plan is None:
            return sealed
        sealed.count += _carried_out(plan)


def last_head() -> SignedHead | None:
    row = SealHead.objects.order_by("-id").first()
    return SignedHead(row.content, row.signature) if row else None


def last_place() -> Place:
    head = last_head()
    return head.place if head else genesis(the_keeper().installation())


@transaction.atomic
def go_on_after_restore() -> SignedHead:
    """Take over the line with which the signer began a new epoch, and go on from there."""
    _alone()
    begun, head = the_keeper().epoch(), last_head()
    if head and head.place.epoch >= begun.place.epoch:
        return head
    if Place(*begun.content["kept"]) != last_place():
        raise KeeperRefused("The restore that was agreed to kept another history than this one.")
    SealPlan.objects.all().delete()
    SealHead.objects.create(content=begun.content, signature=begun.signature)
    return begun


@transaction.atomic
def _planned() -> tuple[SealPlan | None, list[int]]:
    """The next entries to be sealed, written down before anybody is asked; and those refused."""
    _alone()
    good, refused = unsealed_entries()
    plan = SealPlan.objects.first()
    if plan is None and good:
        plan = SealPlan.objects.create(start=last_place().as_list(), entry_ids=good)
    return plan, refused


def unsealed_entries() -> tuple[list[int], list[int]]:
    """The entries with a good mark, and those without or with a mark used before."""
    good: dict[str, int] = {}
    refused: list[int] = []
    head = last_head()
    numbered_by_nobody = Q(seal_number__gt=head.place.number if head else 0)
    unsealed = AuditEntry.objects.filter(Q(seal_number=None) | numbered_by_nobody)
    for entry in unsealed.order_by("id").iterator():
        if len(good) == BATCH:
            break
        if entry.seal_number is None and entry.mark not in good and is_ours(entry):
            good[entry.mark] = entry.pk
        else:
            refused.append(entry.pk)
    copies = AuditEntry.objects.filter(mark__in=good, seal_number__isnull=False)
    refused += [good.pop(mark) for mark in set(copies.values_list("mark", flat=True))]
    return list(good.values()), refused


def is_ours(entry: AuditEntry) -> bool:
    """Whether a process of this installation wrote the entry as it is."""
    return is_marked(entry.mark, said_by_entry(entry))


def _may_be_sealed(entries: Collection[AuditEntry]) -> bool:
    """Whether all are ours and open, and each mark is used for the first time.

    Asked of a plan too: whoever writes rows can write a plan.
    """
    marks = {entry.mark for entry in entries}
    return (
        len(marks) == len(entries)
        and all(entry.seal_number is None and is_ours(entry) for entry in entries)
        and not AuditEntry.objects.filter(mark__in=marks, seal_number__isnull=False).exists()
    )


def _carried_out(plan: SealPlan) -> int:
    """Ask the signer for the head after a plan, and write its seals; how many entries were sealed."""
    start = Place(*plan.start)
    entries = AuditEntry.objects.in_bulk(plan.entry_ids)
    if len(entries) < len(plan.entry_ids) or not _may_be_sealed(entries.values()):
        plan.delete()  # somebody laid hands on what was planned: what is left is planned anew
        return 0
    numbered = enumerate((entries[pk] for pk in plan.entry_ids), start=start.number + 1)
    contents = [content_of(entry, number) for number, entry in numbered]
    try:
        head = the_keeper().extend(start, [entry_hash(content) for content in contents])
    except KeeperRefused:
        gone, _ = SealPlan.objects.filter(pk=plan.pk).delete()
        if gone:
            raise
        return 0  # another process has carried it out meanwhile
    return _write_seals(plan, start, contents, head)


@transaction.atomic
def _write_seals(
    plan: SealPlan, start: Place, contents: list[dict[str, Any]], head: SignedHead
) -> int:
    _alone()
    gone, _ = SealPlan.objects.filter(pk=plan.pk).delete()
    if not gone:
        return 0
    links, link = list[str](), start.link
    for content in contents:
        links.append(link := linked(link, entry_hash(content)))
    if head.place.link != link:
        raise KeeperRefused("The head is not that of these entries.")
    numbers = [content["seal_number"] for content in contents]
    with connection.cursor() as cursor:
        cursor.execute(_SEAL, [plan.entry_ids, numbers, links])
    SealHead.objects.create(content=head.content, signature=head.signature)
    return len(contents)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
