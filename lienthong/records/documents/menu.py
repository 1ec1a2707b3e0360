"""Where outgoing documents are entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import MenuEntry, menu_entry

from . import permissions
from .queries.work_items import waiting_count

menu_entry(
    MenuEntry(
        label=_("Outgoing documents"),
        url_name="documents:documents",
        icon="send",
        needs=(permissions.VIEW,),
        group=1,
        position=3,
        short_label=_("Outgoing"),
        count=waiting_count,
    )
)
