"""What the actions of this room are called in a history."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("calendar.feed_made", _("Took an address for a calendar"))
describe("calendar.feed_changed", _("Changed what the calendar hears"))
describe("calendar.feed_ended", _("Ended the address for a calendar"))
