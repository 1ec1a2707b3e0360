"""Signing keys and seals: which there are, who lacks one, and giving them out and withdrawing them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.confirmations.public import propose
from lienthong.kernel.people.public import Post
from lienthong.kernel.web.public import ActorRequest, page, way_to
from lienthong.records.signing.public import (
    CERTIFY,
    HOLD,
    Certificate,
    certificates_seen_by,
    certify_post,
    key_proposed,
    seal_proposed,
    withdraw_certificate,
)
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Named
from lienthong.ui.lists.page import Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.records.page import Link

from .. import queries
from ..forms import PinForm, ReasonForm
from .declaring import action, by_key, lines, way
from .people import whose_post
from .proposals import LED

STATES = {
    "in_force": Mark(_("in force"), "ok", "check"),
    "run_out": Mark(_("run out"), "bad"),
    "withdrawn": Mark(_("withdrawn"), "bad"),
}
TRIAL = Mark(_("trial certificate"), "warn")


def _state(key: Certificate) -> tuple[Mark, ...]:
    state: str = key.state  # type: ignore[attr-defined]  # annotated by the query
    return (STATES[state], TRIAL) if key.is_trial else (STATES[state],)


def _withdrawal(key: Certificate) -> Link | None:
    if key.withdrawn_at:
        return None
    return Link(_("Withdraw"), way("certificate_withdraw", key.pk))


keys = partial(ListPage, title=_("Signing keys"), counted=lines)
UNIT = Column("unit", _("Organisation"), "unit", order=("unit__name_folded",))
OF_UNIT = Named("unit", _("Organisation"), "unit__name_folded")
LISTS = {
    "keys": keys(
        name="keys",
        link=lambda _key: "",
        columns=(
            Column("holder", _("Holder"), "holder", "lead", ("holder",)),
            UNIT,
            Column("purpose", _("Purpose"), "get_purpose_display", order=("purpose",)),
            Column("until", _("Valid until"), "valid_to", "short", ("valid_to",)),
            Column("state", _("State"), _state),
            Column("action", _("Action"), _withdrawal, "short", on="screen"),
        ),
        filters=(
            OF_UNIT,
            Choice("purpose", _("Purpose"), "purpose", Certificate.Purpose.choices),
            Choice("state", _("State"), "state", [(k, one.label) for k, one in STATES.items()]),
        ),
        words=("holder",),
        empty=Empty(_("No key has been given out yet."), icon="certificate"),
    ),
    "posts": keys(
        name="posts-without-key",
        link=lambda post: way("post_certify", post.pk),
        columns=(
            Column("holder", _("Holder"), "person", "lead", ("person__sort_key",)),
            Column("post", _("Post"), "label"),
            UNIT,
        ),
        filters=(OF_UNIT,),
        words=("person__name_folded",),
        empty=Empty(_("Everybody who signs has a key."), icon="check"),
    ),
    "seals": keys(
        name="units-without-seal",
        link=lambda unit: way("seal_certify", unit.pk),
        columns=(
            Column("name", _("Organisation"), str, "lead", ("name_folded",)),
            Column("kind", _("Kind"), "get_kind_display", order=("kind",)),
        ),
        words=("name_folded",),
        empty=Empty(_("Every organisation with a register has its seal."), icon="check"),
    ),
}


@page(CERTIFY, second_factor=True)
@require_http_methods(["GET", "POST"])
def certificate_list(request: ActorRequest) -> HttpResponse:
    actor, tab = request.actor, request.GET.get("tab", "")
    posts, seals = queries.posts_without_key(actor), queries.units_without_seal(actor)
    rows = {"keys": queries.certificates_in_order(actor), "posts": posts, "seals": seals}
    current = tab if tab in rows else "keys"
    tabs = [
        Tab("keys", _("Keys given out")),
        Tab("posts", _("Posts without a key"), posts.count()),
        Tab("seals", _("Organisations without a seal"), seals.count()),
    ]
    lede = gettext(
        "Keys of those who sign and issue, and seals of organisations. A key is withdrawn at once when its post ends."
    )
    return show_list(request, LISTS[current], rows[current], tabs=tabs, current=current, lede=lede)


def found_key(request: ActorRequest, certificate_id: int) -> Certificate:
    return get_object_or_404(certificates_seen_by(request.actor), pk=certificate_id)


KEY = (
    action(
        "certificate_withdraw",
        CERTIFY,
        do=by_key(withdraw_certificate),
        form=ReasonForm,
        label=_("Withdraw the key"),
        text=lambda key: str(key.unit),
        is_dangerous=True,
        said=_("The key is withdrawn; it signs nothing any more."),
    ),
)
USE = _("The seal is made for this organisation and used only for documents its leader has signed.")
POST = (
    action(
        "post_certify",
        CERTIFY,
        do=lambda post, _given, actor: propose(*key_proposed(post), actor=actor),
        label=_("Propose the key"),
        title=_("Propose a signing key"),
        text=whose_post,
        path="posts/<int:post_id>/",
        **LED,
    ),
)
SEAL = (
    action(
        "seal_certify",
        CERTIFY,
        do=lambda unit, _given, actor: propose(*seal_proposed(unit), actor=actor),
        label=_("Propose the seal"),
        text=USE,
        path="units/<int:unit_id>/",
        **LED,
    ),
)
OWN_KEY = (
    action(
        "key_make",
        HOLD,
        do=lambda post, given, actor: certify_post(post.pk, given["pin"], actor=actor),
        form=PinForm,
        label=_("Make my signing key"),
        text=whose_post,
        shows="administration/key.html",
    ),
)


def found_own_post(request: ActorRequest, post_id: int) -> Post:
    """Only the holder makes the key, and only when two others have agreed."""
    held = Post.objects.valid_on(timezone.localdate()).select_related("person", "unit")
    return get_object_or_404(held, pk=post_id, person=request.actor.person_id)


def home_of_holder(_post: Post) -> str:
    return way_to("home")
