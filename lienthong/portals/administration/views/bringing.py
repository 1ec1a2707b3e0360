"""An organisation brought from a workbook: the template, the rehearsal, agreeing to it, and taking it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.people.public import MANAGE
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.spreadsheets.public import XLSX
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import (
    ActionView,
    ActorRequest,
    file_answer,
    offered,
    page,
)

from .. import actions, queries
from ..bringing.sheets import FORMS, faulty_rows, template
from ..forms import WorkbookForm
from ..models import Intake
from .declaring import Given, by_key, found_unit, way
from .proposals import address_of

FAULTS_SHOWN = 100  # all of them are in the workbook that is given back
BEFORE_NEXT_LOOK = 3  # seconds, while it is tried or written


def _bring(unit: Unit, given: Given, actor: Actor) -> Intake:
    file = given["file"]
    return actions.bring(unit.pk, file.read(), file.name, actor=actor)


BRING = (
    ActionView(
        "intake_bring",
        MANAGE,
        path="bring/try/",
        place="page",
        do=_bring,
        form=WorkbookForm,
        label=_("Try the rows"),
        icon="checklist",
        second_factor=True,
        to=lambda _unit, intake: way("intake", intake.pk),
        said=_("The workbook is being tried; nothing is written."),
    ),
)


@page(MANAGE, second_factor=True)
@require_GET
def bring_page(request: ActorRequest, unit_id: int) -> HttpResponse:
    return show_bring(request, found_unit(MANAGE)(request, unit_id))


def show_bring(request: ActorRequest, unit: Unit, status: int = 200) -> HttpResponse:
    context = {
        "unit": unit,
        "actions": offered(request, BRING, unit),
        "before": queries.intakes_seen_by(request.actor).filter(unit=unit)[:20],
        "forms": FORMS,
    }
    return render(request, "administration/bring.html", context, status=status)


@page(MANAGE, second_factor=True)
@require_GET
def bring_template(request: ActorRequest, unit_id: int) -> HttpResponse:
    """The workbook to fill in, with what is possible beneath this organisation."""
    unit = found_unit(MANAGE)(request, unit_id)
    return file_answer(template(unit), XLSX, f"{gettext('Organisation')} {unit}.xlsx")


# --- One workbook -----------------------------------------------------------------------------------


def found_intake(request: ActorRequest, intake_id: int) -> Intake:
    return get_object_or_404(queries.intakes_seen_by(request.actor), pk=intake_id)


def _take_said(intake: Intake) -> str:
    if intake.needs_two:
        return gettext("Propose it to a second person")
    return ngettext("Write %(n)d row", "Write %(n)d rows", intake.good) % {"n": intake.good}


ACTIONS = (
    ActionView(
        "intake_take",
        MANAGE,
        path="take/",
        place="page",
        do=by_key(actions.take_rows),
        offered=lambda intake, _actor: actions.may_be_taken(intake) and intake.good > 0,
        label=_("Write the right rows"),
        icon="check",
        second_factor=True,
        said=_("The right rows are taken; the faulty ones are left out."),
        to=lambda _intake, made: (
            address_of(made.proposal) if made.proposal_id else way("intake", made.pk)
        ),
    ),
    ActionView(
        "intake_begin_again",
        MANAGE,
        path="begin-again/",
        place="page",
        do=by_key(actions.begin_again),
        offered=lambda intake, _actor: intake.state == Intake.State.STOPPED,
        label=_("Begin again"),
        icon="refresh",
        second_factor=True,
        said=_("The workbook is being tried; nothing is written."),
    ),
    ActionView(
        "intake_give_up",
        MANAGE,
        path="give-up/",
        place="page",
        do=by_key(actions.give_up),
        offered=lambda intake, _actor: actions.may_be_given_up(intake),
        label=_("Write nothing"),
        second_factor=True,
        said=_("Nothing of this workbook is written."),
    ),
    ActionView(
        "intake_withdraw",
        MANAGE,
        path="withdraw/",
        place="page",
        do=by_key(actions.withdraw),
        offered=lambda intake, _actor: actions.may_be_withdrawn(intake),
        label=_("Take the whole workbook back"),
        confirm=_(
            "Every organisation, person and post that it has written is removed. Possible only while nothing of it was used; the leaders and the auditors are notified."
        ),
        is_dangerous=True,
        second_factor=True,
        said=_("Everything that this workbook had written is taken back."),
    ),
)


@page(MANAGE, second_factor=True)
@require_http_methods(["GET"])
def intake_page(request: ActorRequest, intake_id: int) -> HttpResponse:
    return show_intake(request, found_intake(request, intake_id))


def show_intake(request: ActorRequest, intake: Intake, status: int = 200) -> HttpResponse:
    context = {
        "intake": intake,
        "actions": offered(request, ACTIONS, intake),
        "faults": [_fault(one) for one in intake.findings[:FAULTS_SHOWN]],
        "fault_count": len(intake.findings),
        "more_faults": max(0, len(intake.findings) - FAULTS_SHOWN),
        "proposal_url": address_of(intake.proposal) if intake.proposal else "",
        "take_label": _take_said(intake),
        "by_two": actions.BY_TWO,
    }
    answer = render(request, "administration/intake.html", context, status=status)
    if intake.is_under_way:
        answer["Refresh"] = str(BEFORE_NEXT_LOOK)
    return answer


def _fault(one: dict[str, Any]) -> dict[str, Any]:
    """A faulty row: its sheet and number, what it says, and at which column what is to be mended how."""
    form = next(form for form in FORMS if form.name == one["sheet"])
    said = [
        (form.column(name).label if name else "", one["given"].get(name, ""), reason)
        for name, reason in one["reasons"].items()
    ]
    named = one["given"].get("name_body") or one["given"].get("full_name", "")
    return {"sheet": form.title, "number": one["number"], "named": named, "said": said}


@page(MANAGE, second_factor=True)
@require_GET
def intake_faults(request: ActorRequest, intake_id: int) -> HttpResponse:
    """The faulty rows as a workbook, each with its reason in the last column: to mend and bring again."""
    intake = found_intake(request, intake_id)
    name = gettext("Rows to mend")
    return file_answer(faulty_rows(actions.faulty_rows_of(intake)), XLSX, f"{name}.xlsx")
