"""Where incoming documents and their receipts are entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import READ, WATCH
from lienthong.kernel.web.public import MenuEntry, menu_entry, place

from . import permissions
from .procedures import INCOMING

place("receipts", "correspondence:board")
menu_entry(
    MenuEntry(
        label=_("Incoming documents"),
        url_name="correspondence:incoming",
        icon="inbox",
        needs=(permissions.VIEW, READ, permissions.HANDLE),
        group=1,
        position=2,
        phone=True,
        short_label=_("Incoming"),
        counts=(INCOMING,),
    )
)
menu_entry(
    MenuEntry(
        label=_("Receipts boards"),
        url_name="correspondence:boards",
        icon="chart-dots",
        needs=(WATCH, permissions.WATCH_SERVED),
        group=1,
        position=4,
        short_label=_("Receipts"),
    )
)
