"""Where administration is entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import VIEW as PEOPLE
from lienthong.kernel.units.public import VIEW as UNITS
from lienthong.kernel.web.public import MenuEntry, menu_entry
from lienthong.records.signing.public import CERTIFY

menu_entry(
    MenuEntry(
        label=_("Organisations"),
        url_name="administration:units",
        icon="sitemap",
        needs=(UNITS,),
        group=3,
        position=1,
        phone=True,
    )
)
menu_entry(
    MenuEntry(
        label=_("People"),
        url_name="administration:people",
        icon="users",
        needs=(PEOPLE,),
        group=3,
        position=2,
        phone=True,
    )
)
menu_entry(
    MenuEntry(
        label=_("Signing keys"),
        url_name="administration:certificates",
        icon="certificate",
        needs=(CERTIFY,),
        group=3,
        position=3,
    )
)
menu_entry(
    MenuEntry(
        label=_("Rules"),
        url_name="administration:rules",
        icon="scale",
        needs=(UNITS,),
        group=3,
        position=4,
    )
)
