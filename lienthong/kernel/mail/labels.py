"""What the actions of this room are called in a history."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("mail.wanted", _("Wanted a mail each working morning at %(hour)s o'clock"))
describe("mail.ended", _("Wanted no daily mail any more"))
