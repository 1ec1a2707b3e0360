"""Words that stand on the document itself, in Vietnamese whoever works on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import Purpose


class AddressWord(models.TextChoices):
    """The words before whom a letter or a submission is written to, as they are printed."""

    USUAL = "", _("As is usual for the type")
    SENT = "Kính gửi", "Kính gửi"
    SUBMITTED = "Kính trình", "Kính trình"


# Printed on the document, whatever the language of the person working on it (# domain §2.4).
PRINTED_PURPOSES: dict[str, str] = {
    Purpose.CARRY_OUT: "để thực hiện",
    Purpose.REPORT: "để báo cáo",
    Purpose.KNOW: "để biết",
    Purpose.COORDINATE: "để phối hợp",
}
