"""The ways a document goes: of the collective, of the plain kinds, and the round of opinions."""

from dataclasses import replace
from typing import cast

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.procedures.public import Holder, Procedure, Step, declare_procedure
from lienthong.kernel.reference.public import end_of_day

from .models import Document


def _drafters(subject: Model) -> list[Holder]:
    return [Holder(cast(Document, subject).drafting_unit_id)]


def _issuer(subject: Model) -> list[Holder]:
    return [Holder(cast(Document, subject).issuer_id)]


def _signer(subject: Model) -> list[Holder]:
    signer = cast(Document, subject).signer
    return [Holder(signer.unit_id, signer.pk)] if signer else []


def _asked_bodies(subject: Model) -> list[Holder]:
    requests = cast(Document, subject).opinion_requests.filter(answered_at=None, withdrawn_at=None)
    return [Holder(asked.unit_id, due_at=end_of_day(asked.due_on)) for asked in requests]


def _draft(*, appraised_first: tuple[str, ...], unappraised: tuple[str, ...]) -> Step:
    return Step(
        key="draft",
        label=_("Drafting"),
        permission="documents.draft",
        outcomes={"finalised": appraised_first, "finalised_unappraised": unappraised},
        holders=_drafters,
    )


def _appraisal(*, then: tuple[str, ...]) -> Step:
    return Step(
        key="appraisal",
        label=_("Appraisal and initials"),
        permission="documents.appraise",
        outcomes={"initialled": then, "adopted_before": ("submission",), "returned": ("draft",)},
        holders=_issuer,
    )


ADOPTION = Step(
    key="adoption",
    label=_("Adoption"),
    permission="documents.record_adoption",
    outcomes={"adopted": ("submission",), "returned": ("draft",)},
    holders=_issuer,
)
ISSUING = Step(
    key="issuing",
    label=_("Number, seal and dispatch"),
    permission="documents.issue",
    outcomes={"issued": (), "returned": ("draft",)},
    holders=_issuer,
)
LAST_STEPS = (
    Step(
        key="submission",
        label=_("Submission for signature"),
        permission="documents.draft",
        outcomes={"submitted": ("signing",), "returned": ("draft",)},
        holders=_drafters,
    ),
    Step(
        key="signing",
        label=_("Signature"),
        permission="documents.sign",
        outcomes={"signed": ("issuing",), "returned": ("draft",)},
        holders=_signer,
    ),
    ISSUING,
)

COLLECTIVE = declare_procedure(
    Procedure(
        key="documents.collective",
        version=1,
        label=_("Document of a collective"),
        steps=(
            _draft(appraised_first=("appraisal",), unappraised=("adoption",)),
            _appraisal(then=("adoption",)),
            ADOPTION,
            *LAST_STEPS,
        ),
        first=("draft",),
    )
)
PLAIN = declare_procedure(
    Procedure(
        key="documents.plain",
        version=1,
        label=_("Document without a vote"),
        steps=(
            _draft(appraised_first=("appraisal",), unappraised=("submission",)),
            _appraisal(then=("submission",)),
            *LAST_STEPS,
        ),
        first=("draft",),
    )
)
# A document whose sealing failed for good waits for the clerk again, or goes back to drafting.
REISSUE = declare_procedure(
    Procedure(
        key="documents.reissue",
        version=1,
        label=_("Issuing again"),
        steps=(replace(ISSUING, outcomes={"issued": (), "returned": ()}),),
        first=("issuing",),
    )
)
# Its own case, so that a body that never answers cannot hold up the draft for ever.
OPINIONS = declare_procedure(
    Procedure(
        key="documents.opinions",
        version=1,
        label=_("Opinions of the bodies asked"),
        steps=(
            Step(
                key="opinion",
                label=_("Opinion"),
                permission="documents.opine",
                outcomes={"given": ()},
                holders=_asked_bodies,
            ),
        ),
        first=("opinion",),
    )
)


OWN_PROCEDURES = (COLLECTIVE, PLAIN, REISSUE, OPINIONS)


def procedure_of(document: Document) -> Procedure:
    return COLLECTIVE if document.needs_adoption else PLAIN
