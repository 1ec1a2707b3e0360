"""What the actions of this room are called in a history."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("procedures.reassigned", _("Gave it to somebody else: %(reason)s"))
describe("procedures.assigned", _("Assigned %(name)s: %(reason)s"))
describe("procedures.taken_from", _("Took it back from %(name)s: %(reason)s"))
describe("procedures.deadline_moved", _("Moved the deadline to %(on)s: %(reason)s"))
describe("procedures.suspended", _("Suspended it: %(reason)s"))
describe("procedures.resumed", _("Took it up again after %(days)s days"))
describe("procedures.holders_added", _("Let others take part"))
describe("procedures.handed_over", _("Handed the work over from %(since)s to %(until)s"))
describe("procedures.taken_back", _("Took the work back"))
