"""The administrator's overview: what is to be looked after, list by list."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.people.public import VIEW, Person
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.procedures.public import WorkItem, label_of_kind
from lienthong.kernel.units.public import PATH_STEP
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.records.signing.public import CERTIFY, Certificate
from lienthong.ui.lists.columns import Column, Due
from lienthong.ui.lists.page import Button, Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list

from .. import queries, review
from ..permissions import SET_UP
from .certificates import LISTS as KEY_LISTS
from .declaring import day_said, lines, way
from .people import page_of
from .proposals import PROPOSALS


def key_page_of(key: Certificate) -> str:
    return way("certificate", key.pk)


def _posts_of(person: Person) -> str:
    return "; ".join(f"{post.label}, {post.unit}" for post in person.held)  # type: ignore[attr-defined]


def _whose(item: WorkItem) -> Any:
    return f"{item.post.person} – {item.post.label}" if item.post else item.unit


def _where(item: WorkItem) -> Any:
    return item.post.unit if item.post else item.unit


def _desk_of(item: WorkItem) -> str:
    """Where it is put right: at who holds the post, or at the organisation."""
    return page_of(item.post.person) if item.post else way("unit", item.unit_id or 0)


def _since(key: Certificate) -> str:
    return day_said(timezone.localdate(key.suspended_at)) if key.suspended_at else ""


def _ends(key: Certificate) -> str:
    return day_said(timezone.localdate(key.valid_to)) if key.valid_to else ""


overview = partial(ListPage, title=_("To look after"), counted=lines)
LISTS = {
    "accounts": overview(
        name="never-signed-in",
        link=page_of,
        columns=(
            Column("name", _("Full name"), "full_name", "lead", ("sort_key",)),
            Column("posts", _("Posts"), _posts_of),
            Column("account", _("Sign-in name"), "account.username"),
        ),
        words=("name_folded",),
        empty=Empty(_("Everybody who was invited has signed in."), icon="check"),
    ),
    "clerks": overview(
        name="units-without-clerk",
        link=lambda unit: way("unit", unit.pk),
        columns=(
            Column("name", _("Organisation"), str, "lead", ("name_folded",)),
            Column("kind", _("Kind"), "get_kind_display", order=("kind",)),
        ),
        words=("name_folded",),
        empty=Empty(_("Every organisation with a register has a clerk."), icon="check"),
    ),
    "keys": overview(
        name="keys-running-out",
        link=key_page_of,
        columns=(
            Column("holder", _("Holder"), "holder", "lead", ("holder",)),
            Column("unit", _("Organisation"), "unit", order=("unit__name_folded",)),
            Column("purpose", _("Purpose"), "get_purpose_display", order=("purpose",)),
            Column("until", _("Valid until"), _ends, "short", ("valid_to",)),
        ),
        words=("holder",),
        empty=Empty(_("No key runs out within thirty days."), icon="check"),
    ),
    "suspended": overview(
        name="keys-suspended",
        link=key_page_of,
        columns=(
            Column("holder", _("Holder"), "holder", "lead", ("holder",)),
            Column("unit", _("Organisation"), "unit", order=("unit__name_folded",)),
            Column("since", _("Suspended since"), _since, "short", ("suspended_at",)),
        ),
        words=("holder",),
        empty=Empty(_("No key is suspended."), icon="check"),
    ),
    "posts": replace(KEY_LISTS["posts"], title=_("To look after")),
    "seals": replace(KEY_LISTS["seals"], title=_("To look after")),
    "proposals": replace(PROPOSALS, title=_("To look after"), counted=lines),
    "work": overview(
        name="stuck-work",
        link=_desk_of,
        columns=(
            Column("kind", _("Work"), lambda item: label_of_kind(item.kind), "lead"),
            Column("whose", _("On whose desk"), _whose),
            Column("unit", _("Organisation"), _where),
            Column("due", _("Deadline"), lambda item: Due(item.due_at), "short", ("due_at",)),
        ),
        empty=Empty(_("No work has been lying for more than seven days."), icon="check"),
    ),
}


@page(VIEW, second_factor=True)
@require_http_methods(["GET", "POST"])
def to_look_after(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    rows: dict[str, Any] = {
        "accounts": review.never_signed_in(actor),
        "proposals": review.open_proposals(actor),
        "clerks": review.units_without_clerk(actor),
        "work": review.stuck_work(actor),
    }
    labels = {
        "accounts": gettext("Never signed in"),
        "proposals": gettext("Waiting for a second person"),
        "clerks": gettext("Without a clerk"),
        "seals": gettext("Without a seal"),
        "posts": gettext("Without a key"),
        "suspended": gettext("Keys suspended"),
        "keys": gettext("Keys running out"),
        "work": gettext("Work that lies"),
    }
    if holds(actor, CERTIFY):
        rows["seals"] = queries.units_without_seal(actor)
        rows["posts"] = queries.posts_without_key(actor)
        rows["suspended"] = review.keys_suspended(actor)
        rows["keys"] = review.keys_running_out(actor)
    tabs = [Tab(name, labels[name], rows[name].count()) for name in labels if name in rows]
    asked = request.GET.get("tab", "")
    filled = (tab.name for tab in tabs if tab.count)
    current = asked if asked in rows else next(filled, "accounts")
    return show_list(
        request,
        LISTS[current],
        rows[current],
        tabs=tabs,
        current=current,
        buttons=_set_up_of(actor),
        lede=_in_short(sum(tab.count or 0 for tab in tabs), actor.unit_name),
    )


def _set_up_of(actor: Actor) -> list[Button]:
    """The steps of the first set-up stay readable for who administers the topmost organisation."""
    if len(actor.path) > PATH_STEP or not holds(actor, SET_UP):
        return []
    return [Button(_("First set-up"), way("set_up"), "list-check")]


def _in_short(waiting: int, where: str) -> str:
    if not waiting:
        return gettext("Within the reach of %(unit)s nothing is to be looked after.") % {
            "unit": where
        }
    return ngettext(
        "%(n)d thing within the reach of %(unit)s waits for somebody.",
        "%(n)d things within the reach of %(unit)s wait for somebody.",
        waiting,
    ) % {"n": waiting, "unit": where}
