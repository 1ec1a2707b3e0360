"""Several arrived documents given to the same bodies with one form, after a page that says what will happen."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView, ActorRequest, offered
from lienthong.ui.lists.page import is_key

from .. import permissions
from ..actions.together import Outcome, direct_together, propose_together
from ..forms import DirectionForm, ProposalForm
from ..queries.together import Together, together_for

NAMED = 3  # of those that were left out so many are named after the act


def found_together(request: ActorRequest) -> Together:
    sent = request.POST.get("rows") or request.GET.get("rows", "")
    found = together_for(request.actor, [int(one) for one in sent.split(",") if is_key(one)])
    if found is None:
        raise Http404
    return found


def show_together(request: ActorRequest, together: Together, status: int = 200) -> HttpResponse:
    back: dict[str, forms.BaseForm] = getattr(request, "refused", {})
    context = {
        "together": together,
        "actions": offered(request, ON_TOGETHER, together),
        # What came back where there is nothing left to be given.
        "refused": None if together.taken else next(iter(back.values()), None),
    }
    return render(request, "correspondence/together.html", context, status=status)


class _Chosen(forms.Form):
    """Which rows the page has shown."""

    of_page = ("rows",)
    rows = forms.CharField(widget=forms.HiddenInput, required=False)


class DirectTogetherForm(_Chosen, DirectionForm):
    pass


class ProposeTogetherForm(_Chosen, ProposalForm):
    pass


def _form(together: Together, _actor: Actor, **given: Any) -> forms.BaseForm:
    given.setdefault("initial", {})["rows"] = together.keys
    kind = DirectTogetherForm if together.directs else ProposeTogetherForm
    return kind(unit=together.unit, **given)


def _do(together: Together, given: dict[str, Any], actor: Actor) -> Outcome:
    ids = [one.entry.pk for one in together.taken]
    given.pop("rows", None)
    does = direct_together if together.directs else propose_together
    return does(ids, **given, actor=actor)


def _said(together: Together, outcome: Outcome) -> str:
    count = len(outcome.done)
    if together.directs:
        said = ngettext(
            "%(count)d document has been given to the bodies to handle.",
            "%(count)d documents have been given to the bodies to handle.",
            count,
        )
    else:
        said = ngettext(
            "The proposal for %(count)d document has been submitted.",
            "The proposals for %(count)d documents have been submitted.",
            count,
        )
    return " ".join([said % {"count": count}, *_left_out(together, outcome)])


def _left_out(together: Together, outcome: Outcome) -> list[str]:
    left = [(one.entry, one.left_out) for one in together.left_out] + outcome.refused
    if not left:
        return []
    words = ngettext("%(count)d was left out.", "%(count)d were left out.", len(left))
    named = (f"{entry.notation or entry.subject}: {why}" for entry, why in left[:NAMED])
    return [words % {"count": len(left)}, *named]


ON_TOGETHER = (
    ActionView(
        "together",
        (permissions.DIRECT, permissions.PROPOSE),
        do=_do,
        form=_form,
        offered=lambda together, _actor: bool(together.taken),
        place="main",
        label=_("Give to all of them"),
        icon="arrow-right",
        title=_("Who handles them"),
        said=_said,
        to=lambda _together, _outcome: f"{reverse('correspondence:incoming')}?tab=to_direct",
    ),
)
