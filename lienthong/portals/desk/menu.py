"""Where the desk is entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import MenuEntry, menu_entry, place

place("home", "desk:desk")
place("search", "desk:search")
menu_entry(
    MenuEntry(
        label=_("Desk"),
        url_name="desk:desk",
        icon="layout-dashboard",
        needs=(),
        group=1,
        position=1,
        phone=True,
        short_label=_("Work"),
    )
)
