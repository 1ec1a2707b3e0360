"""What the actions of this room are called in a history."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("audiences.published", _("Dispatched to %(units)s organisations and %(persons)s persons"))
describe("audiences.opened", _("Opened it"))
describe("audiences.registered", _("Confirmed it by registering"))
describe("audiences.refused", _("Refused it: %(reason)s"))
describe("audiences.received", _("Confirmed the receipt"))
describe("audiences.forwarded", _("Forwarded it to those below"))
# What was written before the word changed; the audit is never rewritten.
describe("audiences.passed_on", _("Briefed %(present)s/%(members)s members"))
describe("audiences.briefed", _("Briefed %(present)s/%(members)s members"))
