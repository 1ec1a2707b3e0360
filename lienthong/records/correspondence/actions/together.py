"""The same proposal or direction given to several entries at once: each for itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken

from ..models import IncomingDocument
from ..queries.together import MOST_TOGETHER
from .handling import Instruction, direct, propose, take


@dataclass
class Outcome:
    """Which entries it was done to, and which not, each with the reason."""

    done: list[IncomingDocument] = field(default_factory=list)
    refused: list[tuple[IncomingDocument, str]] = field(default_factory=list)


@transaction.atomic
def direct_together(entry_ids: Sequence[int], *, given: Instruction, actor: Actor) -> Outcome:
    """The leader gives several arrived documents to the same bodies, with the same day and words."""
    return _each(entry_ids, lambda entry: direct(entry.pk, given=given, actor=actor))


@transaction.atomic
def propose_together(
    entry_ids: Sequence[int], *, opinion: str, given: Instruction | None = None, actor: Actor
) -> Outcome:
    """The office proposes the same for several arrived documents."""
    return _each(
        entry_ids, lambda entry: propose(entry.pk, opinion=opinion, given=given, actor=actor)
    )


def _each(entry_ids: Sequence[int], do: Callable[[IncomingDocument], object]) -> Outcome:
    """In the order of their keys, so that two who choose the same do not wait crosswise.

    A refusal that would meet every one (nobody leads, no words) is the form's, and nothing is done.
    """
    outcome = Outcome()
    if not entry_ids:
        raise RuleBroken(_("None of the chosen documents waits for this any more."))
    for entry_id in sorted(set(entry_ids))[:MOST_TOGETHER]:
        entry = take(entry_id)
        try:
            with transaction.atomic():
                do(entry)
        except RuleBroken as broken:
            if broken.field:
                raise
            outcome.refused.append((entry, broken.sentence))
        except PermissionDenied:
            outcome.refused.append((entry, _("This is not yours to do now.")))
        else:
            outcome.done.append(entry)
            crash_point("together.after_one")
    if not outcome.done:
        raise RuleBroken(outcome.refused[0][1])
    return outcome
