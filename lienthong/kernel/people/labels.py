"""What the history says of the actions of this room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("people.registered", _("Registered the person"))
describe("people.corrected", _("Corrected the person's particulars"))
describe("people.read", _("Opened the person's particulars"))
describe("people.appointed", _("Appointed to a post"))
describe("people.post_ended", _("Ended a post"))
describe("people.post_end_carried_out", _("The end of a post took effect"))
describe("people.delegated", _("Delegated a post"))
describe("people.delegation_ended", _("Took a delegation back"))
describe("people.invited", _("Invited to sign in"))
describe("people.invitation_used", _("Set a password with an invitation"))
describe("people.recovery_issued", _("Issued a recovery code"))
describe("people.half_shown", _("Was shown one half of a one-time code"))
describe("people.recovery_used", _("Set a password with a recovery code"))
describe("people.signed_in", _("Signed in"))
describe("people.password_changed", _("Changed the password"))
describe("people.factor_added", _("Added a second factor"))
describe("people.factor_removed", _("Removed a second factor"))
describe("people.suspended", _("Barred from signing in"))
describe("people.restored", _("Allowed to sign in again"))
describe("people.single_administrator", _("The installation begins with one administrator"))
