from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import AUDIENCE, OWN, SUBTREE, declare

READ = declare(
    "audiences.read", _("Read what was addressed to the unit or put in its scope"), reach=AUDIENCE
)
ACKNOWLEDGE = declare(
    "audiences.acknowledge",
    _("Confirm that the unit has received and passed on a document"),
    reach=OWN,
)
WATCH = declare(
    "audiences.watch",
    _("Watch the receipts of documents issued above or within the unit"),
    reach=SUBTREE,
)
