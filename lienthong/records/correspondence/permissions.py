from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, SERVED, declare

VIEW = declare(
    "correspondence.view", _("See the documents that reached the committee"), reach=SERVED
)
REGISTER = declare(
    "correspondence.register", _("Register or refuse the documents that reach the unit"), reach=OWN
)
PROPOSE = declare(
    "correspondence.propose", _("Propose how an arrived document is handled"), reach=SERVED
)
DIRECT = declare("correspondence.direct", _("Direct who handles an arrived document"), reach=OWN)
HANDLE = declare("correspondence.handle", _("Handle and answer what the unit is given"), reach=OWN)
CLOSE = declare(
    "correspondence.close", _("Close the handling of an arrived document"), reach=SERVED
)
REMIND = declare(
    "correspondence.remind", _("Remind the units that have not confirmed a document"), reach=OWN
)
WATCH_SERVED = declare(
    "correspondence.watch_served",
    _("Watch the receipts of documents issued by the committee served"),
    reach=SERVED,
)
