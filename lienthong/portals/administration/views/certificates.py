"""Signing keys and seals: which there are, who lacks one, and giving them out and withdrawing them."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web.public import ActorRequest, page, way_to
from lienthong.records.signing.public import (
    BY_HOLDER,
    CERTIFY,
    HOLD,
    Certificate,
    KeyRequest,
    certificate_of_post,
    certificates_seen_by,
    invite_to_make_key,
    key_proposed,
    lift_proposed,
    make_key,
    open_request,
    seal_proposed,
    suspend_key,
    suspended_of_post,
    withdraw_certificate,
)
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Named
from lienthong.ui.lists.page import Button, Empty, ListPage, Tab
from lienthong.ui.lists.views import show_list
from lienthong.ui.records.page import Fact, Link, RecordPage, Section
from lienthong.ui.records.views import show_record

from .. import queries
from ..forms import ReasonForm
from .declaring import action, by_key, day_said, found_unit, lines, reaches, way
from .notes import what_the_keys_are
from .people import found_post, whose_post
from .proving import ToPropose, proposing

STATES = {
    "in_force": Mark(_("In force"), "ok", "check"),
    "suspended": Mark(_("Suspended"), "warn", "alert-triangle"),
    "run_out": Mark(_("Run out"), "bad"),
    "withdrawn": Mark(_("Withdrawn"), "bad"),
}
TRIAL = Mark(_("Trial certificate"), "warn")
STEPS = {
    "to_make": Mark(_("The holder has not made it yet"), "warn"),
    "to_propose": Mark(_("Made, to be proposed"), "info"),
    "proposed": Mark(_("Proposed"), "info"),
}


def _state(key: Certificate) -> tuple[Mark, ...]:
    state: str = key.state  # type: ignore[attr-defined]  # annotated by the query
    return (STATES[state], TRIAL) if key.bears_trial_mark else (STATES[state],)


def _until(key: Certificate) -> Any:
    """The last day of the certificate; a key that only permits has none and ends with the post."""
    return day_said(timezone.localdate(key.valid_to)) if key.valid_to else _("The post ends")


def _changes(key: Certificate) -> tuple[Link, ...]:
    """What one person does at once; giving power back is proposed."""
    if key.withdrawn_at:
        return ()
    withdraw = Link(_("Withdraw"), way("certificate_withdraw", key.pk))
    if key.purpose == Certificate.Purpose.SEAL:
        return (withdraw,)
    if key.suspended_at:
        return Link(_("Let it sign again"), way("certificate_lift", key.pk)), withdraw
    return Link(_("Suspend"), way("certificate_suspend", key.pk)), withdraw


keys = partial(ListPage, title=_("Signing keys"), counted=lines)
UNIT = Column("unit", _("Organisation"), "unit", order=("unit__name_folded",))
OF_UNIT = Named("unit", _("Organisation"), "unit__name_folded")
LISTS = {
    "keys": keys(
        name="keys",
        link=lambda key: way("certificate", key.pk),
        columns=(
            Column("holder", _("Holder"), "holder", "lead", ("holder",)),
            UNIT,
            Column("purpose", _("Purpose"), "get_purpose_display", order=("purpose",)),
            Column("until", _("Valid until"), _until, order=("valid_to",)),
            Column("state", _("State"), _state),
            Column("action", _("Actions"), _changes, "short", on="screen"),
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
            Column("step", _("Step"), lambda post: STEPS[post.step]),
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
    return show_list(
        request,
        LISTS[current],
        rows[current],
        tabs=tabs,
        current=current,
        lede=lede,
        notes=what_the_keys_are(actor),
    )


def _since(key: Certificate) -> str:
    if key.suspended_at is None:
        return ""
    return date_format(timezone.localtime(key.suspended_at), "SHORT_DATETIME_FORMAT")


KEY_PAGE = RecordPage(
    title=lambda key: key.holder,
    lede=lambda key: f"{key.get_purpose_display()} · {key.unit}",
    back="administration:certificates",
    facts=(
        Fact(_("State"), _state),
        Fact(_("Suspended since"), _since),
        Fact(_("Reason"), lambda key: gettext(key.suspended_because) if key.suspended_at else ""),
        Fact(_("Post"), lambda key: key.post.label if key.post else ""),
        Fact(_("Organisation"), "unit"),
        Fact(_("Valid from"), lambda key: day_said(timezone.localdate(key.valid_from))),
        Fact(_("Valid until"), _until),
        Fact(
            _("Withdrawn on"),
            lambda key: key.withdrawn_at and day_said(timezone.localdate(key.withdrawn_at)),
        ),
    ),
    sections=(
        Section(
            _("The key"),
            (Column("what", _("Particular"), "what"), Column("said", _("As recorded"), "said")),
            queries.particulars_of_key,
        ),
    ),
    readers=(_("The holder, and the leaders, administrators and auditors there and above."),),
)


@page(signed_in=True)
@require_GET
def key_page(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """One key: what it is, whether it rests and why, and what can be done with it."""
    actor = request.actor
    if actor is None:
        raise Http404
    key = get_object_or_404(queries.certificates_read_by(actor), pk=certificate_id)
    keeps = reaches(key.unit, actor, CERTIFY)
    shown = KEY_PAGE if keeps else replace(KEY_PAGE, back="account:account")
    buttons = [Button(one.label, one.url) for one in _changes(key)] if keeps else []
    return show_record(request, shown, key, buttons=buttons)


def found_key(request: ActorRequest, certificate_id: int) -> Certificate:
    return get_object_or_404(certificates_seen_by(request.actor), pk=certificate_id)


def _what_follows_withdrawal(key: Certificate) -> str:
    """What the key is for, and what its holder and the organisation can do no longer."""
    if key.purpose == Certificate.Purpose.SEAL:
        follows = gettext(
            "The organisation issues nothing until two have agreed to a new seal, and that one waits before it is in force."
        )
    else:
        follows = gettext(
            "The holder signs, seals and confirms nothing until they have made a new key and two have agreed to it, and that one waits before it is in force."
        )
    kept = gettext("What was issued before stays valid. A withdrawal is not taken back.")
    return f"{key.unit}. {key.get_purpose_display()}. {follows} {kept}"


def _what_follows_suspension(key: Certificate) -> str:
    follows = gettext(
        "From now on the holder signs, seals and confirms nothing, and what they signed is not sealed. The key signs again when an administrator proposes it and a second person confirms it. The holder, the leaders and the auditors are notified at once."
    )
    return f"{key.unit}. {key.get_purpose_display()}. {follows}"


KEY = (
    action(
        "certificate_suspend",
        CERTIFY,
        do=by_key(suspend_key),
        form=ReasonForm,
        label=_("Suspend the key"),
        text=_what_follows_suspension,
        is_dangerous=True,
        said=_("The key is suspended; nothing is done with it until two have lifted that."),
    ),
    action(
        "certificate_withdraw",
        CERTIFY,
        do=by_key(withdraw_certificate),
        form=ReasonForm,
        label=_("Withdraw the key"),
        text=_what_follows_withdrawal,
        is_dangerous=True,
        said=_("The key is withdrawn; it signs nothing any more."),
    ),
)


def found_key_to_propose(request: ActorRequest, post_id: int) -> ToPropose:
    """The key that the holder of a post has made, to be proposed with the check number the holder gave."""
    post = found_post(request, post_id)
    return ToPropose(whose_post(post), partial(key_proposed, post))


def found_key_to_lift(request: ActorRequest, certificate_id: int) -> ToPropose:
    """A suspended key that is to sign again."""
    key = found_key(request, certificate_id)
    if key.post is None:
        raise Http404
    return ToPropose(f"{key.holder}, {key.unit}", partial(lift_proposed, key))


def found_seal_to_propose(request: ActorRequest, unit_id: int) -> ToPropose:
    """The seal of an organisation."""
    unit = found_unit(CERTIFY)(request, unit_id)
    return ToPropose(str(unit), partial(seal_proposed, unit))


PROPOSE_KEY = (
    proposing(
        "post_certify",
        "<int:post_id>/",
        title=_("Propose a signing key"),
        label=_("Propose the key"),
        about="administration/about_proposing.html",
    ),
)
PROPOSE_LIFT = (
    proposing(
        "certificate_lift",
        "lift/",
        title=_("Let a suspended key sign again"),
        label=_("Propose that it signs again"),
        about="administration/about_lifting.html",
    ),
)
PROPOSE_SEAL = (
    proposing(
        "seal_certify",
        "<int:unit_id>/",
        title=_("Propose the seal"),
        label=_("Propose the seal"),
        about="administration/about_seal.html",
    ),
)


def _what_follows(post: Post) -> str:
    """What the holder does and what others do then; of a key made before, that it becomes void."""
    if open_request(post.pk) is None:
        return str(whose_post(post))
    return gettext(
        "You have already made a key that two others have yet to agree to. If you make it anew, the one before and its check number are void."
    )


def _made(_post: Post, request: KeyRequest) -> Any:
    if request.key_id:
        return _(
            "Your key is made. It is in force as soon as all who found the signer have theirs."
        )
    return _("Your key is made. An administrator and a second person now agree to it.")


OWN_KEY = (
    action(
        "key_make",
        HOLD,
        window=lambda post, _given, actor: invite_to_make_key(post.pk, actor=actor),
        do=lambda post, _given, actor: make_key(post.pk, actor=actor),
        label=_("Make my signing key"),
        text=_what_follows,
        about="administration/about_making.html",
        said=_made,
    ),
)


def _what_follows_own_suspension(post: Post) -> str:
    return gettext(
        "From now on nothing is signed, sealed or confirmed with your key, and what it signed is not sealed. It signs again when an administrator proposes it and a second person confirms it. Do this when you miss your phone or fear that somebody has seen your PIN. If something was signed that was not you, say “That was not me” on the signing page instead: then the key is withdrawn."
    )


def _own_key(post: Post) -> Certificate:
    key = certificate_of_post(post.pk)
    if key is None:
        raise RuleBroken(gettext("This post has no signing key in force."))
    return key


def _no_key_in_force(post: Post) -> str:
    if certificate_of_post(post.pk) is not None:
        return ""
    if suspended_of_post(post.pk) is not None:
        return gettext("Your signing key is suspended already.")
    return gettext("This post has no signing key in force.")


SUSPEND_OWN = (
    action(
        "key_suspend",
        HOLD,
        do=lambda post, _given, actor: suspend_key(
            _own_key(post).pk, reason=BY_HOLDER, actor=actor
        ),
        hindrance=_no_key_in_force,
        label=_("Suspend my key"),
        title=_("Suspend my signing key"),
        text=_what_follows_own_suspension,
        is_dangerous=True,
        said=_("Your key is suspended; nothing is done with it until two others have lifted that."),
    ),
)


def found_own_post(request: ActorRequest, post_id: int) -> Post:
    """Only the holder makes the key of a post."""
    held = Post.objects.valid_on(timezone.localdate()).select_related("person", "unit")
    return get_object_or_404(held, pk=post_id, person=request.actor.person_id)


def home_of_holder(_post: Post) -> str:
    return way_to("home")
