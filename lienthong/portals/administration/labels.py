"""What the history says of the actions of this room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("administration.set_up", _("Ended the first set-up"))
