"""What the history says about actions on outgoing documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe
from lienthong.ui.lists.columns import Mark

from .models import Document, State, Urgency
from .queries.in_force import in_force_mark

WAITING = ("warn", "hourglass")
STATE_MARKS = {
    State.ISSUED: ("ok", "circle-check"),
    State.CANCELLED: ("bad", "ban"),
    State.SEALING: ("info", "rubber-stamp"),
    State.DRAFT: ("", "pencil"),
}


DISOWNED = Mark(_("Signature disowned"), "bad", "ban")


def state_mark(document: Document) -> Mark:
    """How far a document has come."""
    state = State(document.state)
    return Mark(state.label, *STATE_MARKS.get(state, WAITING))


def where_it_stands(document: Document) -> Any:
    """How far a listed document has come; and if it cannot be issued, who says so and what is to be done."""
    if document.state != State.SIGNED:
        return state_mark(document)
    if getattr(document, "is_disowned", False):
        said = _("%(name)s says it was not they who signed. Return it to drafting.")
        return (DISOWNED, said % {"name": document.signer.person if document.signer else ""})
    return (state_mark(document), document.trouble) if document.trouble else state_mark(document)


def urgency_mark(document: Document) -> Mark | None:
    if document.urgency == Urgency.NORMAL:
        return None
    return Mark(Urgency(document.urgency).label, "warn", "flag")


def marks_of(document: Document, kind: str | None = None) -> tuple[Mark | None, ...]:
    """What stands beside a listed document: how urgent it is, and what has been done to it since."""
    since = kind or getattr(document, "acted_on", None)
    return (in_force_mark(since), urgency_mark(document))


def by_number(place: str = "") -> tuple[str, ...]:
    """Numbers in the order of an office: of one type and one year as they were taken, the tenth after the
    ninth. `place` leads from a row to its document.
    """
    return (f"{place}type__position", f"{place}issued_on__year", f"{place}number__number")


def read_in_lists(place: str = "") -> list[str]:
    """What a list shows of a document, its type and its issuer: no more of them is read for it.

    `place` leads from a row to its document.
    """
    shown = ("subject", "urgency", "notation", "issued_on", "audience")
    of_type = ("type__name", "type__has_type_title")
    of_issuer = ("issuer__name_body", "issuer__name_committee")
    return [f"{place}{one}" for one in (*shown, *of_type, *of_issuer)]


describe("documents.started", _("Began the draft"))
describe("documents.imported", _("Took over the text of a file: %(clauses)s clauses"))
describe("documents.details_edited", _("Changed the particulars"))
describe("documents.text_edited", _("Changed the text"))
describe("documents.writing_taken_over", _("Went on writing in another's place"))
describe("documents.version_kept", _("Kept version %(version)s of the text"))
describe("documents.wording_taken", _("Took the proposed wording: %(places)s places"))
describe(
    "documents.wording_put_back",
    _("Put back what stood before the proposed wording: %(places)s places"),
)
describe("documents.recipients_set", _("Set the recipients: %(lines)s lines"))
describe(
    "documents.entered",
    _("Entered what %(name)s had agreed to on the signing page and not come back from"),
)
describe("documents.attached", _("Attached a file"))
describe(
    "documents.cleaned",
    _(
        "Took in a copy of a file without what acts by itself. Taken out: %(taken_out)s Hash of the original: %(original)s"
    ),
)
describe(
    "documents.said_unmarked",
    _("Looked at every page of a scan and says it bears no mark of secrecy"),
)
describe("documents.attachments_ordered", _("Changed the order of the attached files"))
describe("documents.detached", _("Removed an attached file"))
describe("documents.opinions_asked", _("Asked bodies for their opinion"))
describe("documents.opinion_kept", _("Kept the opinion of the body in the making"))
describe("documents.opinion_given", _("Gave the opinion of the body"))
describe("documents.opinion_taken_in", _("Said how an opinion was taken in"))
describe("documents.round_ended", _("Ended the round; %(unanswered)s did not answer"))
describe("documents.commented", _("Commented on words of the draft"))
describe("documents.comment_answered", _("Answered a comment"))
describe("documents.comment_resolved", _("Resolved a comment"))
describe("documents.comment_reopened", _("Opened a comment again"))
describe("documents.finalised", _("Finalised the draft"))
describe("documents.taken_back", _("Took the finalised draft back to change it"))
describe("documents.initialled", _("Appraised and initialled"))
describe("documents.initials_voided", _("The initials became void by a change"))
describe("documents.adopted", _("Recorded the adoption: %(votes_for)s of %(members)s members"))
describe("documents.adoption_voided", _("The adoption became void by a change of the text"))
describe("documents.submitted", _("Submitted for signature"))
describe("documents.returned", _("Returned to drafting"))
describe("documents.signed", _("Signed"))
describe(
    "documents.disowned", _("Stopped, since %(holder)s says it was not they who signed; not issued")
)
describe("documents.numbered", _("Gave number %(notation)s"))
describe("documents.sealed", _("The seal was set and checked"))
describe("documents.issued", _("Issued and dispatched as %(notation)s"))
describe("documents.sealing_failed", _("Sealing failed; the number is cancelled"))
describe("documents.cancelled", _("Gave the document up"))
describe("documents.acts_on", _("Began it to act on an earlier document"))
describe("documents.acts_on_no_more", _("It no longer acts on an earlier document"))
