"""Where tasks are entered, and where lower rooms lead to what has come of a document."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import MenuEntry, menu_entry, place

from . import permissions
from .procedures import TASKS

place("tasks_of_document", "commitments:document")
menu_entry(
    MenuEntry(
        label=_("Tasks"),
        url_name="commitments:list",
        icon="flag",
        needs=(permissions.VIEW,),
        group=1,
        position=5,
        phone=True,
        counts=(TASKS,),
    )
)
menu_entry(
    MenuEntry(
        label=_("Board of tasks"),
        url_name="commitments:board",
        icon="chart-bar",
        needs=(permissions.VIEW,),
        group=1,
        position=6,
        short_label=_("Board"),
    )
)
