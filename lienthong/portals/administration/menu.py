"""Where administration is entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import WATCH
from lienthong.kernel.confirmations.public import FOLLOW, TO_CONFIRM
from lienthong.kernel.people.public import VIEW as PEOPLE
from lienthong.kernel.units.public import VIEW as UNITS
from lienthong.kernel.web.public import MenuEntry, menu_entry, place
from lienthong.records.signing.public import CERTIFY

ENTRIES = (
    (_("Organisations"), "units", "sitemap", UNITS),
    (_("People"), "people", "users", PEOPLE),
    (_("Signing keys"), "certificates", "certificate", CERTIFY),
    (_("Rules"), "rules", "scale", UNITS),
)
menu_entry(MenuEntry(_("To look after"), "administration:review", "list-check", (PEOPLE,), 3, 0))
for position, (label, name, icon, need) in enumerate(ENTRIES, 1):
    on_phone = name in ("units", "people")
    menu_entry(
        MenuEntry(label, f"administration:{name}", icon, (need,), 3, position, phone=on_phone)
    )
menu_entry(
    MenuEntry(
        _("To confirm"),
        "administration:proposals",
        "shield-check",
        (FOLLOW,),
        3,
        len(ENTRIES) + 1,
        counts=(TO_CONFIRM,),
    )
)
menu_entry(
    MenuEntry(
        _("Delegations"), "administration:lending", "transfer-out", (FOLLOW,), 3, len(ENTRIES) + 2
    )
)
menu_entry(
    MenuEntry(
        _("System history"), "administration:history", "checklist", (WATCH,), 3, len(ENTRIES) + 3
    )
)
place("proposals", "administration:proposals")
place("posts_given", "administration:posts_given")
place("proposal", "administration:proposal")
place("key", "administration:certificate")
place("make_key", "administration:key_make")
place("suspend_key", "administration:key_suspend")
place("lift_key", "administration:certificate_lift")
place("propose_key", "administration:post_certify")
place("lend_post", "administration:post_lend")
place("end_delegation", "administration:delegation_end")
