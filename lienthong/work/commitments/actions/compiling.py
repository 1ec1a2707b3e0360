"""From the lines of those below to the official report: drafted here, signed and sent like every document."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import crash_point
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.records.documents.public import Document, start_report

from .. import permissions
from ..models import CompiledReport, Period
from ..queries.compiled import compiled_of, report_of


@transaction.atomic
def compile_report(period_id: int, *, actor: Actor) -> Document:
    """The office compiles a period into a draft of the report to the level above (T-50, T-55)."""
    period = Period.objects.select_related("unit").select_for_update(of=("self",)).get(pk=period_id)
    authorize(actor, permissions.PLAN, period.unit.path)

    if compiled_of(period) is not None:
        raise RuleBroken(
            _("This period has been compiled already: open its report, or cancel it first.")
        )
    report = report_of(period, actor)
    if not report.is_told:
        raise RuleBroken(
            _("No line of this period has been sent yet: there is nothing to compile.")
        )

    document = start_report(period.unit, report.subject, report.body(), actor=actor)
    CompiledReport.objects.create(
        period=period,
        document=document,
        as_of=report.as_of,
        compiled_by_name=actor.signature,
    )

    record(actor, "commitments.compiled", period, lines=len(report.lines))
    crash_point("commitments.compile.before_commit")
    return document
