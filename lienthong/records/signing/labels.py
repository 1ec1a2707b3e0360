"""What the room's entries in the history say."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("signing.post_certified", _("Put the signing key of %(holder)s in force"))
describe("signing.seal_certified", _("Gave %(holder)s a digital seal"))
describe("signing.certificate_withdrawn", _("Withdrew the certificate of %(holder)s"))
describe("signing.key_suspended", _("Suspended the signing key of %(holder)s"))
describe(
    "signing.glass_broken",
    _("%(holder)s is said to be lost; one administrator may go on alone from %(until)s on"),
)
describe("signing.key_lifted", _("Let the suspended key of %(holder)s sign again"))
describe("signing.passkey_registered", _("Registered a passkey for the signatures of %(holder)s"))
describe("signing.key_made", _("Made a signing key that two others have yet to agree to"))
describe("signing.key_ran_out", _("Let a signing key become void that nobody agreed to in time"))
describe("signing.signer_set_back", _("Found that the signer was set back to an earlier day"))
describe("signing.restored", _("Let signer and history go on after a restore that two agreed to"))
