"""What can be done on the page of a document: the steps of its way."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView
from lienthong.records.signing.public import passkey_answer

from .. import permissions
from ..actions import adoption, appraisal, issuing, signature
from ..forms import AdoptionForm, InitialForm, NoteForm, PasskeyForm, PinForm, ReasonForm
from ..models import LaidDocument
from ..queries import slip
from ..queries.document import content_sha256
from ..queries.progress import Turn
from .finding import by


def _to(*tasks: str) -> Callable[[Turn, Actor], bool]:
    """While one of these is what the actor has to do."""
    return lambda turn, _actor: turn.task in tasks


def _unsound(turn: Turn) -> str | Promise:
    if not turn.is_unsound:
        return ""
    return _(
        "The check of the form still finds something missing, and the chief of the office cannot "
        "give the initials. Finalise the draft all the same?"
    )


def _by_passkey(turn: Turn, _laid: LaidDocument) -> str:
    return reverse("documents:document", args=[turn.document.pk]) + "#by-passkey"


_NUMBER_TAKEN = _(
    "The number is taken. The document is being sealed and will be dispatched at once."
)

ON_DOCUMENT = (
    ActionView(
        "finalise",
        permissions.DRAFT,
        do=by(appraisal.finalise),
        offered=_to("draft"),
        place="main",
        label=_("Finalise the draft"),
        icon="arrow-right",
        confirm=_unsound,
        said=_("The draft is finalised."),
    ),
    ActionView(
        "initial",
        permissions.APPRAISE,
        do=by(appraisal.appraise_and_initial),
        form=InitialForm,
        initial=lambda turn: {"content": content_sha256(turn.document)},
        offered=_to("appraise"),
        place="main",
        label=_("Give the initials"),
        icon="writing-sign",
        title=_("Appraisal"),
        said=_("The document is initialled."),
    ),
    ActionView(
        "adoption",
        permissions.RECORD_ADOPTION,
        do=by(adoption.record_adoption),
        form=AdoptionForm,
        initial=lambda turn: slip.proposed_vote(turn.document),
        offered=_to("record_adoption"),
        place="main",
        label=_("Record the adoption"),
        icon="thumb-up",
        title=_("Adoption"),
        lead=_("Enter the vote"),
        said=_("The adoption is recorded."),
    ),
    ActionView(
        "submit",
        permissions.DRAFT,
        do=by(signature.submit),
        offered=_to("submit"),
        place="main",
        label=_("Submit for signature"),
        icon="send",
        said=_("The document lies before the signer."),
    ),
    ActionView(
        "sign",
        permissions.SIGN,
        do=by(signature.sign),
        form=PinForm,
        offered=_to("sign"),
        place="main",
        label=_("Sign"),
        icon="signature",
        title=_("Signature"),
        about="documents/pin_said.html",
        lead=_("Enter PIN and code"),
        second_factor=True,
        said=_("The document is signed."),
    ),
    ActionView(
        "lay_passkey",
        permissions.SIGN,
        do=by(signature.lay_before_passkey),
        offered=_to("sign"),
        place="page",
        label=_("Sign with a passkey"),
        icon="fingerprint",
        second_factor=True,
        to=_by_passkey,
        path="sign/passkey/lay/",
    ),
    ActionView(
        "sign_by_passkey",
        permissions.SIGN,
        do=lambda turn, given, actor: signature.sign_by_passkey(
            turn.document.pk, passkey_answer(given["credential"]), actor=actor
        ),
        form=PasskeyForm,
        offered=_to("sign"),
        place="page",
        label=_("Confirm with the passkey"),
        icon="fingerprint",
        second_factor=True,
        said=_("The document is signed."),
        path="sign/passkey/",
    ),
    ActionView(
        "issue",
        permissions.ISSUE,
        do=by(issuing.issue),
        form=PinForm,
        offered=_to("issue"),
        place="main",
        label=_("Number, seal and issue"),
        icon="rubber-stamp",
        title=_("Issuing"),
        about="documents/pin_said.html",
        lead=_("Enter PIN and code"),
        second_factor=True,
        said=_NUMBER_TAKEN,
    ),
    ActionView(
        "lay_issue",
        permissions.ISSUE,
        do=by(issuing.lay_before_clerks_passkey),
        offered=_to("issue"),
        place="page",
        label=_("Issue with a passkey"),
        icon="fingerprint",
        second_factor=True,
        to=_by_passkey,
        path="issue/passkey/lay/",
    ),
    ActionView(
        "issue_by_passkey",
        permissions.ISSUE,
        do=lambda turn, given, actor: issuing.issue_by_passkey(
            turn.document.pk, passkey_answer(given["credential"]), actor=actor
        ),
        form=PasskeyForm,
        offered=_to("issue"),
        place="page",
        label=_("Confirm with the passkey"),
        icon="fingerprint",
        second_factor=True,
        said=_NUMBER_TAKEN,
        path="issue/passkey/",
    ),
    ActionView(
        "return",
        (
            permissions.DRAFT,
            permissions.APPRAISE,
            permissions.RECORD_ADOPTION,
            permissions.SIGN,
            permissions.ISSUE,
        ),
        do=by(appraisal.return_document),
        form=NoteForm,
        offered=lambda turn, _actor: turn.may_return,
        place="other",
        label=_("Return"),
        icon="corner-up-left",
        title=_("Return the document to drafting"),
        text=_("Signatures and initials become void; the drafter sees what must be changed."),
        said=_("The document went back to drafting."),
    ),
    ActionView(
        "cancel",
        permissions.DRAFT,
        do=by(issuing.cancel_document),
        form=ReasonForm,
        offered=lambda turn, _actor: turn.may_cancel,
        label=_("Give up"),
        icon="ban",
        is_dangerous=True,
        title=_("Give this document up"),
        text=lambda turn: (
            _("“%(title)s” stays in the history and is not taken up again.")
            % {"title": turn.document.title}
        ),
        said=_("The document is given up."),
    ),
)
