"""What is searched of a document, who finds it at its issuer, and the passages of its text."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.search.public import Findable, Passage, Source, VisibleTo
from lienthong.records.texts.public import every_clause

from .. import permissions
from ..models import Document, State
from .document import Node, body_of
from .in_force import acted_on

ROOM = "documents"
# As far as it is searched by: what is between draft and issue is told by its page.
STATES = {State.ISSUED: "issued", State.CANCELLED: "cancelled"}
IN_PREPARATION = "draft"
# Of what is issued: what has been done to it since.
SINCE = {"amends": "amended", "replaces": "replaced", "recalls": "recalled"}


def _documents(keys: Sequence[int]) -> QuerySet[Document]:
    about = ("type", "issuer", "drafting_unit", "signer__person", "text", "version")
    documents = Document.objects.filter(pk__in=keys).select_related(*about)
    shown = documents.annotate(acted_on=acted_on())
    return shown.prefetch_related("opinion_requests__unit")


def things(keys: Sequence[int]) -> list[Findable]:
    return [_thing(document) for document in _documents(keys)]


def keys_after(after: int, most: int) -> list[int]:
    documents = Document.objects.filter(pk__gt=after).order_by("pk")
    return list(documents.values_list("pk", flat=True)[:most])


def passages(keys: Sequence[int]) -> dict[int, list[Passage]]:
    documents = Document.objects.filter(pk__in=keys).select_related("text", "version")
    shown = documents.only("text__body", "version__body")
    return {document.pk: list(_passages(body_of(document))) for document in shown}


SOURCE = Source(ROOM, things, keys_after, passages)


def _thing(document: Document) -> Findable:
    signer = document.signer.person.full_name if document.signer else ""
    state = STATES.get(State(document.state), IN_PREPARATION)
    since = vars(document)["acted_on"]
    return Findable(
        room=ROOM,
        key=document.pk,
        title=str(document) if not document.notation else f"{document.notation} {document.title}",
        happened_on=document.issued_on or timezone.localdate(document.changed_at),
        ways=tuple(_ways(document)),
        summary=str(document.issuer),
        number=document.notation,
        passages=tuple(one.text for one in _passages(body_of(document))),
        state=SINCE[since] if since else state,
        facts={"type": document.type_id},
        names={"issuer": str(document.issuer), "signer": signer},
    )


def _ways(document: Document) -> Iterator[VisibleTo]:
    """The units that see the committee's outgoing documents, and the bodies asked about this one."""
    address = reverse("documents:document", args=[document.pk])
    reading = reverse("documents:reading", args=[document.pk])
    own = tuple({document.issuer.path, document.drafting_unit.path})
    yield VisibleTo(address, (permissions.VIEW,), own, text_path=reading)
    asked = tuple({request.unit.path for request in document.opinion_requests.all()})
    if asked:
        yield VisibleTo(address, (permissions.OPINE,), asked, text_path=reading)


def _passages(body: list[Node]) -> Iterator[Passage]:
    """Every clause, and every row of a table, with what officials call it and its anchor."""
    for node in every_clause(body):
        words = [
            node.get("marker"),
            node.get("heading"),
            node.get("text"),
            *(node.get("columns") or ()),
        ]
        yield _passage(node, words)
        for group in node.get("groups") or ():
            yield _passage(group, [group.get("marker"), group.get("heading")])
            for row in group["rows"]:
                yield _passage(row, row["cells"])


def _passage(piece: Node, words: Sequence[str | None]) -> Passage:
    text = " ".join(filter(None, words))
    return Passage(str(piece.get("label") or ""), str(piece.get("eid") or ""), text)
