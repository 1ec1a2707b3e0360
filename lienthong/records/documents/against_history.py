"""Documents against the history, each day: what was submitted, signed and sealed, adopted and asked."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import AuditEntry, Fault

from .models import Document, Effect, OpinionRequest, State

AT_ONCE = 1000
FIXED = (State.SIGNING, State.SIGNED, State.SEALING, State.ISSUED)
# The file that each step of a document's way made, as its entry names it.
MADE = {
    "documents.submitted": "form_file_id",
    "documents.signed": "signed_file_id",
    "documents.sealed": "sealed_file_id",
}
ADOPTED, ISSUED, ASKED = "documents.adopted", "documents.issued", "documents.opinions_asked"
ACTS_ON = "documents.acts_on"
Told = dict[tuple[int, str], list[dict[str, Any]]]


def documents_unlike_the_history() -> Iterator[Fault]:
    """A document that was brought on, or given another file, past the product."""
    fixed = Document.objects.filter(state__in=FIXED).select_related("type").order_by("pk")
    last = 0
    while some := list(fixed.filter(pk__gt=last)[:AT_ONCE]):
        told = _told([one.pk for one in some], (*MADE, ADOPTED, ISSUED))
        for document in some:
            if not _is_as_told(document, told):
                message = _("Document %(document)s is not as the history says it was brought on.")
                yield Fault("documents", message, {"document": document.pk})
        last = some[-1].pk


def _is_as_told(document: Document, told: Told) -> bool:
    for verb, column in MADE.items():
        made = getattr(document, column)
        if made and made not in [facts["sha256"] for facts in told.get((document.pk, verb), ())]:
            return False
    if document.needs_adoption and (document.pk, ADOPTED) not in told:
        return False
    return document.state != State.ISSUED or (document.pk, ISSUED) in told


def questions_nobody_asked() -> Iterator[Fault]:
    """A body that reads a draft because somebody wrote that it was asked for an opinion."""
    asked = OpinionRequest.objects.order_by("pk").values_list("pk", "document", "unit")
    rows = list(asked)
    told: Told = {}
    documents = sorted({document for _key, document, _unit in rows})
    for at in range(0, len(documents), AT_ONCE):
        told |= _told(documents[at : at + AT_ONCE], (ASKED,))
    for key, document, unit in rows:
        if not any(unit in facts["bodies"] for facts in told.get((document, ASKED), ())):
            message = _("Nobody asked for the opinion %(question)s on document %(document)s.")
            yield Fault("documents", message, {"question": key, "document": document})


def effects_nobody_began() -> Iterator[Fault]:
    """A document said to be recalled, replaced or amended by one that nobody began for that."""
    rows = Effect.objects.order_by("pk").values_list("pk", "document", "earlier", "kind")
    effects = list(rows)
    told: Told = {}
    documents = sorted({document for _key, document, _earlier, _kind in effects})
    for at in range(0, len(documents), AT_ONCE):
        told |= _told(documents[at : at + AT_ONCE], (ACTS_ON,))
    for key, document, earlier, kind in effects:
        said = [(facts["earlier"], facts["kind"]) for facts in told.get((document, ACTS_ON), ())]
        if (earlier, kind) not in said:
            message = _(
                "Nobody began document %(document)s for the effect %(effect)s it is said to have."
            )
            yield Fault("documents", message, {"effect": key, "document": document})


def _told(documents: list[int], verbs: tuple[str, ...]) -> Told:
    about = [str(key) for key in documents]
    entries = AuditEntry.objects.filter(
        subject_type="documents.document", subject_id__in=about, verb__in=verbs
    )
    told: Told = {}
    for key, verb, facts in entries.values_list("subject_id", "verb", "facts"):
        told.setdefault((int(key), verb), []).append(facts)
    return told
