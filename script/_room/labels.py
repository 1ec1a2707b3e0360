"""What the history says of the actions of this room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("examples.opened", _("Opened the «example»"))
describe("examples.closed", _("Closed the «example»"))
