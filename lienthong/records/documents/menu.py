"""Where outgoing documents are entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import MenuEntry, menu_entry

from . import permissions
from .procedures import DRAFTS, FOR_SIGNATURE

menu_entry(
    MenuEntry(
        label=_("Outgoing documents"),
        url_name="documents:documents",
        icon="send",
        needs=(permissions.VIEW,),
        group=1,
        position=3,
        short_label=_("Outgoing"),
        counts=(DRAFTS, FOR_SIGNATURE),
    )
)
