"""What can be done on the page of the opinions: ask, answer, take in, put into the text."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import opinions, taking_in
from ..forms import AskForm, OpinionForm, OpinionInTheMakingForm, PutInForm, TakeInForm
from ..models import Opinion
from ..queries.bodies import bodies_to_ask
from ..queries.progress import Turn
from ..queries.wordings import ProposedWording, parts_of, pieces_sent_out
from .finding import Part, by

Given = dict[str, Any]
_drafting = partial(ActionView, needs=permissions.DRAFT, place="page")
_answering = partial(
    ActionView, needs=permissions.OPINE, place="main", offered=lambda turn, _actor: turn.opine
)


def _answer_form(
    form: type[OpinionForm], thing: Turn, _actor: Actor, **given: Any
) -> forms.BaseForm:
    """The form, over the text as it was sent to the body, with what the body has kept so far."""
    asked = thing.own_request
    if asked is None:
        return form(sent_out={}, **given)
    return form(sent_out=pieces_sent_out(asked, thing.document), begun=asked.kept, **given)


def _taken_in_already(part: Part) -> Given:
    return {"how": part.row.taken_in or None, "answer": part.row.answer}


def proposed_of(part: Part) -> ProposedWording | None:
    """What the opinion proposes, as the page has found it already."""
    proposed: ProposedWording | None = getattr(part.row, "proposed", None)
    return proposed


def _put_in_form(part: Part, _actor: Actor, **given: Any) -> forms.BaseForm:
    """The words with the proposal in them; where both changed the same, the words as they stand now."""
    proposed = proposed_of(part)
    words = (proposed.merged or parts_of(proposed.now)) if proposed else []
    if proposed and proposed.kind == Opinion.Proposal.STRIKE:
        words = []
    columns = (proposed.columns if proposed else []) or [gettext("Words in the text")] * len(words)
    columns = columns if words else []
    about = {"auto_id": f"put-{part.key}-%s", "columns": columns, "words": words}
    return PutInForm(**about, **given)


ON_OPINIONS = (
    _drafting(
        "ask_opinions",
        do=by(opinions.ask_opinions),
        form=lambda turn, _actor, **given: AskForm(bodies=bodies_to_ask(turn.document), **given),
        initial=lambda _turn: {"due_on": opinions.opinions_due_on(timezone.localdate())},
        offered=lambda turn, _actor: turn.may_ask and not turn.round_is_open,
        label=_("Ask the bodies"),
        icon="messages",
        title=_("Ask for opinions"),
        said=_("The bodies are asked for their opinion."),
        path="opinions/ask/",
    ),
    _answering(
        "give_opinion",
        do=by(opinions.give_opinion),
        form=partial(_answer_form, OpinionForm),
        label=_("Give the opinion officially"),
        icon="check",
        title=_("The body's answer"),
        about="documents/opinion_typed.html",
        said=_("The opinion of the body is given."),
        path="opinions/give/",
    ),
    _answering(
        "keep_opinion",
        do=by(opinions.keep_opinion),
        form=partial(_answer_form, OpinionInTheMakingForm),
        label=_("Keep as a draft"),
        icon="device-floppy",
        about="documents/opinion_typed.html",
        said=_("The opinion is kept. Go on with it whenever you like; nobody else sees it."),
        path="opinions/keep/",
    ),
    _drafting(
        "end_round",
        do=by(opinions.end_round),
        offered=lambda turn, _actor: turn.may_ask and turn.round_is_open,
        label=_("End the round"),
        icon="hourglass",
        confirm=_(
            "End the round? Bodies that did not answer are shown as such; silence is not agreement."
        ),
        said=_("The round of opinions is ended."),
        path="opinions/end/",
    ),
)
OPINION = (
    _drafting(
        "put_in",
        do=lambda part, given, actor: taking_in.put_in(part.key, **given, actor=actor),
        form=_put_in_form,
        initial=lambda part: {
            **_taken_in_already(part),
            "revision": part.document.text.revision,
        },
        offered=lambda part, _actor: part.turn.may_ask and _waits_for_the_text(part),
        label=_("Accept and put into the text"),
        icon="check",
        title=_("Accept and put into the text"),
        said=_("The wording stands in the text. The text before is kept as a version."),
        path="opinions/<int:opinion_id>/put-in/",
    ),
    _drafting(
        "take_in",
        do=lambda part, given, actor: taking_in.take_in(part.key, **given, actor=actor),
        form=lambda part, _actor, **given: TakeInForm(auto_id=f"taken-{part.key}-%s", **given),
        initial=_taken_in_already,
        offered=lambda part, _actor: part.turn.may_ask and part.row.stance != "agree",
        label=_("Keep the answer"),
        icon="check",
        title=_("How it is taken in"),
        said=_("It is written down how the opinion was taken in."),
        path="opinions/<int:opinion_id>/",
    ),
)


def _waits_for_the_text(part: Part) -> bool:
    proposed = proposed_of(part)
    return proposed is not None and proposed.can_be_put_in and not proposed.is_in_the_text
