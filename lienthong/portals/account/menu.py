"""Where one's own account is entered."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import MenuEntry, menu_entry, place

for name in (
    "account",
    "notices",
    "outside",
    "preferences",
    "second_factor",
    "sign_out",
    "switch_post",
):
    place(name, f"account:{name}")
menu_entry(
    MenuEntry(
        label=_("My account"),
        url_name="account:account",
        icon="user-circle",
        needs=(),
        group=9,
        position=1,
        phone=True,
    )
)
