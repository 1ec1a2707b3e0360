"""What can be done on the pages of the parts: a new draft, particulars, text, recipients, opinions."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActionView, ActorRequest
from lienthong.records.texts.public import NewClause

from .. import permissions
from ..actions import (
    attaching,
    clauses,
    drafting,
    effects,
    importing,
    recipients,
    wording,
    writing,
)
from ..forms import (
    AttachmentForm,
    ClauseForm,
    DetailsForm,
    MoveForm,
    NewClauseForm,
    ReachForm,
    RecipientForm,
    RevisionForm,
    RowForm,
    UploadForm,
    VersionForm,
)
from ..models import Document
from ..queries import proposals
from ..queries.bodies import issuers_for, signers_open_to
from ..queries.editor import WORDS, Piece
from ..queries.known import known_of
from ..queries.progress import Turn
from .finding import by, to_part

Given = dict[str, Any]
# The pages draw these themselves, each in its place.
_drafting = partial(ActionView, needs=permissions.DRAFT, place="page")
_main = partial(ActionView, needs=permissions.DRAFT, place="main")


def _attached(_thing: Any, done: attaching.Attached) -> str:
    """How many files are attached, and each that is not, with the reason."""
    said = []
    if done.count:
        words = ngettext("%(count)d file is attached.", "%(count)d files are attached.", done.count)
        said.append(words % {"count": done.count})
    if done.refused:
        refused = attaching.said_refused(done.refused)
        said.append(gettext("Not attached: %(files)s") % {"files": refused})
    return " ".join(said)


def _read_and_attached(thing: Any, done: attaching.Attached) -> str:
    read = gettext("The file has been read. Check what was recognised.")
    return f"{read} {_attached(thing, done)}".strip()


def _leads_to(name: str) -> Any:
    """To a page of the document that the action has begun."""
    return lambda _thing, document: reverse(f"documents:{name}", args=[document.pk])


# --- A new draft, its particulars and files -------------------------------------------------------


@dataclass(frozen=True)
class NewDraft:
    """A draft to be begun, and in whose name: chosen first, for signer and authority follow from it."""

    issuers: list[Unit]
    issuer: Unit | None

    @classmethod
    def asked_of(cls, request: ActorRequest) -> "NewDraft":
        issuers, asked = list(issuers_for(request.actor)), request.GET.get("of", "")
        chosen = (one for one in issuers if str(one.pk) == asked)
        return cls(issuers, next(chosen, issuers[0] if issuers else None))

    @property
    def names(self) -> list[tuple[str, str, bool]]:
        """What is chosen among: each name, where it leads, whether it is chosen."""
        return [(one.name, f"?of={one.pk}", one == self.issuer) for one in self.issuers]


def _details_form(thing: Turn | NewDraft, actor: Actor, **given: Any) -> forms.BaseForm:
    known = known_of(thing.document) if isinstance(thing, Turn) else {}
    choices = {"issuers": issuers_for(actor), "signers": signers_open_to(actor)}
    return DetailsForm(**choices, known=known, **given)


ON_NEW = (
    _main(
        "new",
        do=lambda _thing, given, actor: drafting.start_document(**given, actor=actor),
        form=_details_form,
        initial=lambda new: proposals.proposed_details(new.issuer),
        label=_("Begin the draft"),
        icon="file-plus",
        said=_("The draft is begun."),
        to=_leads_to("write"),
    ),
    _drafting(
        "import",
        do=lambda _thing, given, actor: attaching.start_with_files(**given, actor=actor),
        form=lambda new, actor, **given: UploadForm(
            issuers=issuers_for(actor), chosen=new.issuer, **given
        ),
        label=_("Read the file"),
        icon="file-import",
        said=_read_and_attached,
        to=_leads_to("details"),
        path="new/file/",
    ),
)
ON_DETAILS = (
    _main(
        "details",
        do=by(drafting.edit_details),
        form=_details_form,
        initial=lambda turn: {
            name: getattr(turn.document, name) for name in DetailsForm.base_fields
        },
        label=_("Save the particulars"),
        icon="device-floppy",
        said=_("The particulars are saved."),
        to=_leads_to("document"),
    ),
    _drafting(
        "attach",
        do=by(attaching.attach_files),
        form=AttachmentForm,
        label=_("Attach"),
        icon="paperclip",
        said=_attached,
    ),
)
ANOTHER = (
    _drafting(
        "another",
        do=to_part(importing.start_another),
        label=_("Begin a draft of it too"),
        said=_("Another document of the file has been read. Check what was recognised."),
        to=_leads_to("details"),
        path="another/<int:other>/",
    ),
)
ATTACHMENT = (
    _drafting(
        "attachment_up",
        do=to_part(partial(attaching.move_attachment, up=True)),
        label=_("Up"),
        icon="arrow-up",
        path="attached/<int:attachment_id>/up/",
    ),
    _drafting(
        "attachment_down",
        do=to_part(partial(attaching.move_attachment, up=False)),
        label=_("Down"),
        icon="arrow-down",
        path="attached/<int:attachment_id>/down/",
    ),
    _drafting(
        "detach",
        do=to_part(drafting.detach_file),
        label=_("Remove"),
        said=_("The file is removed."),
        path="detach/<int:attachment_id>/",
    ),
)

# --- Earlier documents on which a draft acts --------------------------------------------------------

EFFECT = (
    _drafting(
        "let_be",
        do=to_part(effects.let_be),
        label=_("Let it be"),
        said=_("The draft no longer acts on the earlier document."),
        path="effects/<int:effect_id>/let-be/",
    ),
)

# --- The wording the form of the day proposes -----------------------------------------------------

WORDING_BACK = (
    _drafting(
        "wording_back",
        do=by(wording.put_wording_back),
        label=_("Put back what stood there"),
        said=_("What stood there before is put back."),
        path="wording-back/",
    ),
)
WORDING = (
    _drafting(
        "wording",
        do=to_part(wording.take_wording),
        label=_("Take it"),
        said=_("The proposed wording is taken. What stood there can be put back."),
        path="wording/<str:key>/",
    ),
)

# --- The text, clause by clause -------------------------------------------------------------------


def _revision(thing: Turn | Piece) -> Given:
    return {"revision": thing.document.text.revision}


def _words(piece: Piece) -> Given:
    return {**_revision(piece), **{part: piece.node.get(part) or "" for part in WORDS}}


def _kind(piece: Piece) -> Given:
    """Beside a clause goes another of its kind; beside a table a paragraph."""
    kind = piece.node.get("kind", "clause")
    return {**_revision(piece), "kind": "paragraph" if kind == "table" else kind}


def _clause_form(piece: Piece, _actor: Actor, **given: Any) -> forms.BaseForm:
    cells = piece.node.get("cells", [])
    return RowForm(piece.columns, cells, **given) if piece.is_row else ClauseForm(**given)


def _beside_form(piece: Piece, _actor: Actor, **given: Any) -> forms.BaseForm:
    return RowForm(piece.columns, [], **given) if piece.is_row else NewClauseForm(**given)


def _edit(piece: Piece, given: Given, actor: Actor) -> Document:
    edit = clauses.edit_row if piece.is_row else clauses.edit_clause
    return edit(piece.document.pk, piece.key, **given, actor=actor)


def _insert(thing: Turn | Piece, given: Given, actor: Actor) -> Document:
    """Beside or inside the piece at hand; the first clause has none beside it."""
    if isinstance(thing, Piece) and thing.is_row:
        return clauses.insert_row(thing.document.pk, thing.key, **given, actor=actor)
    revision, where = given.pop("revision"), given.pop("where") or "after"
    place = {where: thing.key} if isinstance(thing, Piece) else {}
    return clauses.insert_clause(
        thing.document.pk, NewClause(**given), revision=revision, **place, actor=actor
    )


def _in_the_text(piece: Piece, _result: Document) -> str:
    return reverse("documents:text", args=[piece.document.pk]) + f"#{piece.key}"


ON_TEXT = (
    _main(
        "clause_first",
        do=_insert,
        form=NewClauseForm,
        initial=lambda turn: {**_revision(turn), "kind": "section"},
        label=_("Put it in"),
        icon="plus",
        said=_("The clause is put in."),
        path="text/begin/",
    ),
)
ON_VERSIONS = (
    _main(
        "keep_version",
        do=by(writing.keep_version),
        form=VersionForm,
        label=_("Keep this version"),
        icon="device-floppy",
        title=_("Keep the text as it is now"),
        said=_("The version is kept."),
        path="versions/keep/",
    ),
)
ON_CLAUSE = (
    _main(
        "clause",
        do=_edit,
        form=_clause_form,
        initial=_words,
        label=_("Save"),
        icon="device-floppy",
        said=_("The clause is saved."),
        to=_in_the_text,
        path="text/<str:wid>/",
    ),
)
ON_INSERT = (
    _main(
        "clause_insert",
        do=_insert,
        form=_beside_form,
        initial=_kind,
        label=_("Put it in"),
        icon="plus",
        said=_("The clause is put in."),
        to=_in_the_text,
        path="text/<str:wid>/insert/",
    ),
)
PIECE = (
    _main(
        "clause_move",
        do=to_part(clauses.move_clause),
        form=MoveForm,
        initial=_revision,
        label=_("Move"),
        said=_("The clause is moved."),
        to=_in_the_text,
        path="text/<str:wid>/move/",
    ),
    _main(
        "clause_remove",
        do=to_part(clauses.remove_piece),
        form=RevisionForm,
        initial=_revision,
        label=_("Remove"),
        said=_("The clause is removed."),
        path="text/<str:wid>/remove/",
    ),
)

# --- Recipients and reach -------------------------------------------------------------------------


ON_RECIPIENTS = (
    _main(
        "recipient_add",
        do=by(recipients.add_recipient),
        form=RecipientForm,
        initial=lambda _turn: {"kind": "outside", "purpose": "know"},
        label=_("Add the line"),
        icon="plus",
        said=_("The recipient is added."),
        path="recipients/add/",
    ),
    _drafting(
        "reach",
        do=by(drafting.edit_reach),
        form=ReachForm,
        initial=lambda turn: {"scope": turn.document.scope, "due_on": turn.document.due_on},
        label=_("Save and go back to the document"),
        icon="device-floppy",
        said=_("The reach is saved."),
        to=_leads_to("document"),
    ),
)
LINE = (
    _drafting(
        "recipient_remove",
        do=to_part(recipients.remove_recipient),
        label=_("Remove"),
        said=_("The recipient is removed."),
        path="recipients/<int:recipient_id>/remove/",
    ),
)
