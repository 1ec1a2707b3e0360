"""What documents do to earlier ones: as their pages tell it, and what hinders a draft from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Scope
from lienthong.kernel.people.public import Person
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit

from ..models import Document, Effect, EffectKind
from .document import effects_of
from .in_force import InForce, in_force, named_document, names, said_of
from .readers import Reach, reach_of
from .seen import documents_listed_for

FURTHER = (Scope.NONE, Scope.COMMITTEES, Scope.BRANCHES)
MOST_NAMED = 3


@dataclass(frozen=True)
class Told:
    """One effect as a page tells it: in words, with the other document if the reader may open it."""

    effect: Effect
    said: str
    other: Document | None = None


def effects_around(document: Document, standing: InForce, actor: Actor) -> dict[str, Any]:
    """What is told on the page of a document: what was done to it, and what it does to others."""
    done, does = standing.effects, effects_of(document)
    if not (done or does):
        return {}
    others = [one.document_id for one in done] + [one.earlier_id for one in does]
    listed = documents_listed_for(actor).filter(pk__in=others)
    open_to = set(listed.values_list("pk", flat=True))
    return {
        "done_to_it": [told(one, may_read=one.document_id in open_to) for one in done],
        "does_to_others": [
            Told(
                one,
                str(EffectKind(one.kind).label),
                one.earlier if one.earlier_id in open_to else None,
            )
            for one in does
        ],
    }


def told(effect: Effect, *, may_read: bool) -> Told:
    """What was done to a document; the later one is named to those who may read it."""
    return Told(effect, said_of(effect, named=may_read), effect.document if may_read else None)


def faults_of_effects(document: Document) -> Iterator[tuple[bool, str]]:
    """Each with whether it holds the document up."""
    effects = effects_of(document)
    standing = in_force([one.earlier_id for one in effects])
    for effect in effects:
        earlier = effect.earlier
        facts = {"earlier": named_document(earlier)}
        ended = [one for one in standing[earlier.pk].effects if one.kind != EffectKind.AMENDS]
        if ended:
            said = said_of(ended[0])
            yield (
                True,
                _("%(earlier)s is not in force any more: %(said)s.") % {**facts, "said": said},
            )
        if earlier.issuer_id != document.issuer_id:
            yield (
                True,
                _(
                    "%(earlier)s was issued by %(unit)s; only its issuer recalls, replaces or amends it."
                )
                % {**facts, "unit": earlier.issuer},
            )
        if not names(document, earlier):
            yield (
                True,
                _("Neither subject nor text names %(earlier)s, on which the document acts.")
                % facts,
            )
        # What is submitted stays as it is signed, though somebody has moved since.
        yield from ((document.form_file_id is None, one) for one in _left_out(document, earlier))


def _left_out(document: Document, earlier: Document) -> Iterator[str]:
    """Who was sent the earlier document is told of what becomes of it."""
    today = timezone.localdate()
    before, now = reach_of(earlier, today), reach_of(document, today)
    facts = {"earlier": named_document(earlier)}
    if FURTHER.index(Scope(now.scope)) < FURTHER.index(Scope(before.scope)):
        yield (
            _(
                "%(earlier)s was forwarded further below than this document is; those who have it must be told."
            )
            % facts
        )
    if missing := _missing(before, now):
        shown = ", ".join(missing[:MOST_NAMED])
        yield _("%(earlier)s was sent to %(names)s as well; they must be among the recipients.") % {
            **facts,
            "names": shown if len(missing) <= MOST_NAMED else f"{shown}…",
        }


def _missing(before: Reach, now: Reach) -> list[str]:
    units = Unit.objects.existing_on(timezone.localdate()).filter(
        pk__in=before.units.keys() - now.units.keys()
    )
    persons = Person.objects.filter(pk__in=before.persons.keys() - now.persons.keys())
    return [*map(str, units.order_by("path")), *map(str, persons.order_by("sort_key"))]
