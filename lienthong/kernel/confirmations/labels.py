"""What the actions of this room are called in a history."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("confirmations.proposed", _("Proposed it for confirmation by a second person"))
describe("confirmations.confirmed", _("Confirmed it as the second person"))
describe("confirmations.done", _("It took effect"))
describe("confirmations.refused", _("Refused to confirm it: %(reason)s"))
describe("confirmations.withdrawn", _("Withdrew the proposal"))
describe("confirmations.expired", _("Nobody confirmed it in time"))
describe("confirmations.failed", _("It could not be carried out: %(reason)s"))
describe("confirmations.taken_up", _("Took up what %(name)s had answered on the signing page"))
