"""What can be done on the page of a document: the steps of its way."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import adoption, appraisal, effects, issuing, signature
from ..forms import AdoptionForm, EffectForm, InitialForm, NoteForm, ReasonForm
from ..queries import slip
from ..queries.document import content_sha256
from ..queries.progress import Turn
from .finding import by


def _to(*tasks: str) -> Callable[[Turn, Actor], bool]:
    """While one of these is what the actor has to do."""
    return lambda turn, _actor: turn.task in tasks


def _asked_before_the_end(turn: Turn) -> str | Promise:
    """What is not done yet, and may be left undone."""
    if missing := turn.accepted_not_written:
        places = ", ".join(dict.fromkeys(one.clause_label for one in missing))
        return gettext(
            "Proposals on %(places)s were accepted and do not stand in the text. Finalise the draft "
            "all the same?"
        ) % {"places": places}
    if not turn.is_unsound:
        return ""
    return _(
        "The check of the form still finds something missing, and the chief of the office cannot "
        "give the initials. Finalise the draft all the same?"
    )


def _gone_on(turn: Turn) -> str | Promise:
    """Why the page of an act is read without anything to be done on it."""
    return "" if turn.task in ("submit", "issue") else _("Somebody has brought the document on.")


def _waits_for_a_key(turn: Turn) -> str | Promise:
    """Why nothing is issued just now."""
    return str(turn.resting) if turn.resting else _gone_on(turn)


def _not_given_up(turn: Turn) -> str | Promise:
    return "" if turn.may_cancel else _("This document cannot be given up now.")


def _not_acted_on(turn: Turn) -> str | Promise:
    return "" if turn.may_act_on else _("This document is not recalled, replaced or amended now.")


_at_window = partial(ActionView, place="main", second_factor=True)


ON_DOCUMENT = (
    ActionView(
        "finalise",
        permissions.DRAFT,
        do=by(appraisal.finalise),
        offered=lambda turn, _actor: turn.task == "draft" and turn.has_text,
        place="main",
        label=_("Finalise the draft"),
        icon="arrow-right",
        confirm=_asked_before_the_end,
        said=_("The draft is finalised."),
    ),
    ActionView(
        "take_back",
        permissions.DRAFT,
        do=by(appraisal.take_back),
        offered=lambda turn, _actor: turn.may_take_back,
        place="other",
        label=_("Take back to change it"),
        icon="corner-up-left",
        said=_("The draft is yours again. It has left the desks of the others."),
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
        alone=True,
        about="documents/before_submitting.html",
        hindrance=_gone_on,
        label=_("Submit for signature"),
        icon="send",
        said=_("The document lies before the signer."),
    ),
    _at_window(
        "sign",
        permissions.SIGN,
        window=lambda turn, _given, actor: signature.lay_to_sign(turn.document.pk, actor=actor),
        do=by(signature.sign),
        offered=_to("sign"),
        label=_("Sign"),
        icon="signature",
        said=_("The document is signed."),
    ),
    _at_window(
        "issue",
        permissions.ISSUE,
        window=lambda turn, _given, actor: issuing.lay_to_issue(turn.document.pk, actor=actor),
        do=by(issuing.issue),
        offered=lambda turn, _actor: turn.task == "issue" and not turn.is_disowned,
        alone=True,
        about="documents/before_issuing.html",
        hindrance=_waits_for_a_key,
        button=_("Go on to the signing page"),
        label=_("Number, seal and issue"),
        icon="rubber-stamp",
        said=_("The number is taken. The document is being sealed and will be dispatched at once."),
    ),
    ActionView(
        "return_disowned",
        permissions.ISSUE,
        do=by(appraisal.return_document),
        form=NoteForm,
        initial=lambda _turn: {"note": _("The holder of the key says it was not they who signed.")},
        offered=lambda turn, _actor: turn.may_return and turn.is_disowned,
        place="main",
        label=_("Return to drafting"),
        icon="corner-up-left",
        said=_("The document went back to drafting."),
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
        offered=lambda turn, _actor: turn.may_return and not turn.is_disowned,
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
        alone=True,
        about="documents/before_giving_up.html",
        hindrance=_not_given_up,
        title=_("Give this document up"),
        said=_("The document is given up."),
    ),
    ActionView(
        "act_on",
        permissions.DRAFT,
        do=by(effects.start_acting_on),
        form=EffectForm,
        offered=lambda turn, _actor: turn.may_act_on,
        alone=True,
        about="documents/before_acting_on.html",
        hindrance=_not_acted_on,
        label=_("Recall, replace or amend"),
        button=_("Begin the draft"),
        icon="arrow-forward-up",
        said=_("The draft is begun. It goes through signature and seal like any other document."),
        to=lambda _turn, document: reverse("documents:document", args=[document.pk]),
    ),
)
