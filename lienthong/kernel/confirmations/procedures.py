"""What lies on the desks of those who may confirm."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import power_of
from lienthong.kernel.procedures.public import Caption, Kind, Work, caption_by, declare_work
from lienthong.kernel.web.public import way_to

from .models import Proposal
from .permissions import CONFIRM

TO_CONFIRM = Kind("confirmations", _("To confirm"))
ANSWER_PROPOSAL = declare_work(
    Work(
        key="confirmations.answer",
        verb=_("Confirm or refuse"),
        permission=CONFIRM.codename,
        kind=TO_CONFIRM,
        icon="shield-check",
    )
)


@caption_by(Proposal, kind="kind", unit="unit__name_committee", body="unit__name_body")
def _caption(facts: dict[str, Any]) -> Caption:
    label = str(power_of(facts["kind"]).label)
    return Caption(label, facts["unit"] or facts["body"], way_to("proposal", facts["id"]))
