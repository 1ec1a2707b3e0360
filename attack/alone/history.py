"""Alone at the history: the worker's user with the signer's socket, a superuser with every table."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from lienthong.kernel.audit.checking import checked
from lienthong.kernel.audit.models import AuditEntry, SealHead
from lienthong.kernel.audit.public import record
from lienthong.kernel.audit.sealing import last_place, seal_round
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.records.signing.tests.other_user import WORKER

from .attempt import Attempt, anything
from .house import House, acting_as


def rows() -> Iterator[Attempt]:
    for what, act in BY_THE_WORKER:
        yield Attempt("audit head", "worker's user", what, act, anything)
    for what, tamper in BY_THE_SUPERUSER:
        yield Attempt("history", "database superuser", what, _called_good(tamper), anything)


def seal_all(house: House) -> None:
    """Before the attack: everything is sealed under more than one head, and the history is whole."""
    with acting_as(WORKER):
        assert seal_round().count
        record(None, "attack.begun", house.commune)
        assert seal_round().count
        _verdict, faults = checked()
        assert faults == [], faults


def _extended(house: House, start: tuple[int, str], epoch: int = 0) -> object:
    with acting_as(WORKER):
        return house.client.extend(epoch or last_place().epoch, start, ["ab" * 32])


def _rewrites_the_end(house: House) -> object:
    """Goes on from the head before the last one, so that the last entries are others."""
    before = SealHead.objects.order_by("-id")[:2][1].content
    return _extended(house, (before["n"], before["hash"]))


def _begins_anew(house: House) -> object:
    return _extended(house, (0, "0" * 64))


def _begins_an_epoch(house: House) -> object:
    place = last_place()
    return _extended(house, (place.number, place.link), place.epoch + 1)


BY_THE_WORKER: tuple[tuple[str, Callable[[House], object]], ...] = (
    ("has the end of the history written anew", _rewrites_the_end),
    ("has the history begun anew", _begins_anew),
    ("begins an epoch without a restore", _begins_an_epoch),
)


def _called_good(tamper: Callable[[House], Any]) -> Callable[[House], object]:
    """What is done to the history is a success if the check finds it whole afterwards."""

    def act(house: House) -> object:
        assert tamper(house) != 0, "it touched something"
        with acting_as(WORKER):
            _verdict, faults = checked()
        return not faults

    return act


def _changes_an_entry(house: House) -> int:
    first = AuditEntry.objects.earliest("id")
    return as_superuser(
        "UPDATE audit_auditentry SET actor_name = 'Ai Khác' WHERE id = %s", first.pk
    )


def _removes_an_entry(house: House) -> int:
    middle = AuditEntry.objects.order_by("id")[AuditEntry.objects.count() // 2]
    return as_superuser("DELETE FROM audit_auditentry WHERE id = %s", middle.pk)


def _cuts_the_end(house: House) -> int:
    """The last head and everything it covers."""
    heads = SealHead.objects.order_by("-id")
    last, before = heads[0], heads[1]
    gone = as_superuser("DELETE FROM audit_auditentry WHERE seal_number > %s", before.content["n"])
    return gone and as_superuser("DELETE FROM audit_sealhead WHERE id = %s", last.pk)


def _empties_it(house: House) -> int:
    return as_superuser("DELETE FROM audit_sealhead") and as_superuser(
        "DELETE FROM audit_auditentry"
    )


def _invents_an_entry(house: House) -> int:
    """In another's name, with the mark of an entry that is there."""
    return as_superuser(
        "INSERT INTO audit_auditentry (at, verb, is_reading, subject_type, subject_id, person_id, post_id,"
        " for_post_id, unit_id, actor_name, actor_title, unit_name, facts, trace, mark, seal_hash)"
        " SELECT at, 'people.appointed', is_reading, subject_type, subject_id, person_id, post_id, for_post_id,"
        " unit_id, 'Bí thư', actor_title, unit_name, facts, trace, mark, '' FROM audit_auditentry ORDER BY id LIMIT 1"
    )


def _swaps_two(house: House) -> int:
    first, second = AuditEntry.objects.order_by("seal_number")[:2]
    swap = "UPDATE audit_auditentry SET facts = %s::jsonb, verb = %s WHERE id = %s"
    as_superuser(swap, json.dumps(second.facts), second.verb, first.pk)
    return as_superuser(swap, json.dumps(first.facts), first.verb, second.pk)


BY_THE_SUPERUSER: tuple[tuple[str, Callable[[House], int]], ...] = (
    ("changes who did something", _changes_an_entry),
    ("removes an entry", _removes_an_entry),
    ("cuts the end off, with its head", _cuts_the_end),
    ("empties it", _empties_it),
    ("invents an entry in another's name", _invents_an_entry),
    ("exchanges two entries", _swaps_two),
)
