"""Where «examples» are entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import MenuEntry, menu_entry

from . import permissions

menu_entry(
    MenuEntry(
        label=_("«Examples»"),
        url_name="examples:list",
        icon="list",
        needs=(permissions.VIEW,),
        group=2,
        position=1,
    )
)
