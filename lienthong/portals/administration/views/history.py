"""Whether the history is whole, day by day."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lienthong.kernel.audit.public import WATCH, SelfCheck, faults_said
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.page import Empty, ListPage, Note
from lienthong.ui.lists.views import show_list

from .. import queries

SILENCE = timedelta(days=2)
FAULTS_SHOWN = 3


def _outcome(check: SelfCheck) -> Mark:
    if not check.fault_count:
        return Mark(_("Whole"), "ok", "check")
    faults = ngettext("%(n)d fault", "%(n)d faults", check.fault_count) % {"n": check.fault_count}
    return Mark(faults, "bad", "alert-triangle")


def _faults(check: SelfCheck) -> str:
    return " ".join(faults_said(check, FAULTS_SHOWN))


CHECKS = ListPage(
    name="history-checks",
    title=_("System history"),
    link=lambda _check: "",
    counted=lambda count: ngettext("%(n)d check", "%(n)d checks", count) % {"n": count},
    columns=(
        Column("at", _("Checked at"), "at", "lead", order=("at",)),
        Column("outcome", _("Outcome"), _outcome),
        Column("entries", _("Sealed entries"), "entries", "number"),
        Column("versions", _("Versions of rows"), "versions", "number"),
        Column("unsealed", _("Not sealed"), "unsealed", "number"),
        Column("faults", _("What was found"), _faults),
    ),
    empty=Empty(_("Not checked yet"), _("The history checks itself every night."), "shield-check"),
)


@page(WATCH, second_factor=True)
@require_GET
def checks(request: ActorRequest) -> HttpResponse:
    rows = SelfCheck.objects.order_by("-id")
    lede = _(
        "Every night the system checks its history, the posts with power, the numbers and the signer's journal, and notifies the auditors either way."
    )
    return show_list(request, CHECKS, rows, lede=lede, notes=_silence(rows.first()))


def _silence(newest: SelfCheck | None) -> list[Note]:
    """A system that says nothing for two days is asked why; one that is new has yet to see its first night."""
    since = newest.at if newest else queries.history_began_at()
    if since and timezone.now() - since < SILENCE:
        return []
    asked = _("Ask whoever runs the system why.")
    return [Note(_("For two days the history has not been checked"), asked, "bad")]
