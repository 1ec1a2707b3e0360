"""People, their posts and accounts: the list, the page of a person, and what can be done with them."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.audit.public import record_read
from lienthong.kernel.confirmations.public import Proposal, propose
from lienthong.kernel.people.public import (
    BAR,
    CORRECT_NAME,
    END_POST,
    MANAGE,
    ROLES_WITH_POWER,
    VIEW,
    Account,
    BarAccount,
    CorrectName,
    EndPost,
    NewPerson,
    NewPost,
    Person,
    Post,
    accounts_managed_by,
    appoint,
    correct_person,
    end_post,
    has_power,
    invite,
    is_renamed,
    issue_recovery,
    of_the_last_two,
    open_posts_of,
    posts_seen_by,
    register_person,
    restore_account,
    roles_in,
    suspend_account,
    transfer_member,
    unit_of_power,
)
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import NO_DECISION, Unit
from lienthong.kernel.web.public import ActorRequest, OfferedActions, offered, page
from lienthong.ui.lists.columns import Column
from lienthong.ui.records.page import Fact, Link, RecordPage, Section
from lienthong.ui.records.views import show_record

from .. import queries
from ..forms import (
    AppointForm,
    DayForm,
    InviteForm,
    PersonForm,
    RegisterForm,
    TransferForm,
)
from .declaring import (
    Given,
    action,
    by_key,
    day_said,
    decision_in,
    on_its_page,
    period,
    reaches,
    way,
)
from .proposals import INVITING, LED, RECOVERING, address_of, propose_post, said_of


def page_of(person: Person) -> str:
    return way("person", person.pk)


# --- Registering ----------------------------------------------------------------------------------


def register(unit: Unit, given: Given, actor: Actor) -> Person | Proposal:
    if given["role"] in ROLES_WITH_POWER:
        return propose_post(given, unit, None, actor)
    return registered(unit, given, actor)


def registered(unit: Unit, given: Given, actor: Actor) -> Person:
    person = NewPerson(given["full_name"], given["born_on"])
    decision = decision_in(given) if "decision_number" in given else NO_DECISION
    post = NewPost(given["role"], given["on"], given["title"], decision)
    return register_person(person, post, unit=unit, actor=actor)


def _register_form(unit: Unit, _actor: Actor, **given: Any) -> forms.BaseForm:
    return RegisterForm(roles=roles_in(unit), **given)


REGISTER = (
    action(
        "person_register",
        MANAGE,
        do=register,
        form=_register_form,
        offered=lambda unit, actor: reaches(unit, actor, MANAGE),
        place="other",
        label=_("Register a person"),
        icon="user-plus",
        **LED,
    ),
)


# --- What is done with a person, a post and an account --------------------------------------------


def _correct_form(person: Person, _actor: Actor, **given: Any) -> forms.BaseForm:
    known = {"full_name": person.full_name, "born_on": person.born_on}
    return PersonForm(initial=known, **given)


def _correct(person: Person, given: Given, actor: Actor) -> Person | Proposal:
    """The name of a holder of power is proposed; everything else is corrected at once."""
    new = NewPerson(**given)
    if is_renamed(person, new) and has_power(person):
        return propose(CORRECT_NAME, CorrectName.made_for(person, new), actor=actor)
    return correct_person(person.pk, new, actor=actor)


def _appoint_form(_person: Person, actor: Actor, **given: Any) -> forms.BaseForm:
    units = queries.units_kept_by(actor)
    return AppointForm(units=units, roles=queries.roles_given_by(actor), **given)


def _appoint(person: Person, given: Given, actor: Actor) -> Person | Proposal:
    role, unit = given["role"], given["unit"]
    if role in ROLES_WITH_POWER:
        return propose_post(given, unit, person, actor)
    new = NewPost(role, given["on"], given["title"], decision_in(given))
    appoint(person, new, unit, actor=actor)
    return person


def _may_invite(person: Person, actor: Actor) -> bool:
    return queries.may_be_invited(person, actor) and not has_power(person)


declare = partial(action, needs=MANAGE)
inviting = partial(
    declare,
    do=by_key(invite),
    form=InviteForm,
    place="other",
    icon="send",
    shows="administration/code.html",
)
PERSON_ACTIONS = (
    declare(
        "person_appoint",
        do=_appoint,
        form=_appoint_form,
        place="main",
        label=_("Appoint"),
        icon="plus",
        **LED,
    ),
    declare(
        "person_correct",
        do=_correct,
        form=_correct_form,
        place="other",
        label=_("Correct"),
        title=_("Correct name and date of birth"),
        **LED,
    ),
    inviting(
        "person_invite",
        offered=lambda person, actor: (
            queries.account_of(person) is None and _may_invite(person, actor)
        ),
        label=_("Invite"),
        title=_("Invite to sign in"),
    ),
    inviting(
        "person_invite_again",
        offered=lambda person, actor: (
            queries.account_of(person) is not None and _may_invite(person, actor)
        ),
        initial=lambda person: {"username": person.account.username},
        label=_("Issue a new code"),
    ),
    *INVITING,
)


def _end_post(post: Post, given: Given, actor: Actor) -> Person | Proposal | None:
    """The person, unless all their posts are elsewhere now: then their page is out of reach here."""
    if of_the_last_two([post]):
        return propose(END_POST, EndPost.made_for(post, given["on"]), actor=actor)
    post.valid_to = end_post(post.pk, **given, actor=actor).valid_to
    return queries.everybody_seen_by(actor).filter(pk=post.person_id).first()


def _said_of_end(post: Post, made: Person | Proposal | None) -> Any:
    if isinstance(made, Proposal):
        return said_of(made)
    if post.valid_to and post.valid_to > timezone.localdate():
        said = gettext("The post ends on %(day)s; until then it keeps its rights.")
        return said % {"day": day_said(post.valid_to)}
    return gettext("The post is ended; its rights are withdrawn.")


def _said_of_transfer(_post: Post, there: Post) -> str:
    if there.valid_from > timezone.localdate():
        said = gettext("The member is transferred on %(day)s.")
        return said % {"day": day_said(there.valid_from)}
    return gettext("The member is transferred.")


def _transfer_form(post: Post, actor: Actor, **given: Any) -> forms.BaseForm:
    return TransferForm(units=queries.units_kept_by(actor).exclude(pk=post.unit_id), **given)


def whose_post(post: Post) -> str:
    return f"{post.person} · {post.unit}"


def _what_ends(post: Post) -> str:
    """Whose post it is, and what is lost with it."""
    lost = gettext("Its rights, its delegations and its signing key end on that day.")
    if of_the_last_two([post]):
        lost += " " + gettext(
            "This is one of the last two administrators there: a second person confirms it."
        )
    return f"{whose_post(post)}. {lost}"


POST_ACTIONS = (
    declare(
        "post_end",
        do=_end_post,
        form=DayForm,
        label=_("End the post"),
        title=_("End a post"),
        text=_what_ends,
        is_dangerous=True,
        said=_said_of_end,
        to=lambda _post, made: address_of(made) if made else way("people"),
    ),
    declare(
        "post_transfer",
        do=by_key(transfer_member),
        form=_transfer_form,
        label=_("Transfer"),
        title=_("Transfer a member"),
        text=whose_post,
        said=_said_of_transfer,
    ),
)


def _bar(account: Account, _given: Given, actor: Actor) -> Account | Proposal:
    person = account.person
    if of_the_last_two(open_posts_of(person)):
        matter = BarAccount(account.pk, person.pk, unit_of_power(person).pk)
        return propose(BAR, matter, actor=actor)
    return suspend_account(account.pk, actor=actor)


on_page = partial(on_its_page, needs=MANAGE, offered=lambda account, _actor: account.is_active)
ACCOUNT_ACTIONS = (
    on_page(
        "account_recover",
        do=by_key(issue_recovery),
        offered=lambda account, _actor: account.is_active and not has_power(account.person),
        label=_("Issue a recovery code"),
        confirm=_("All sessions of this person end now. Hand the code over in person."),
        shows="administration/code.html",
    ),
    *RECOVERING,
    on_page(
        "account_bar",
        do=_bar,
        label=_("Bar from signing in"),
        confirm=_("The person is signed out everywhere at once."),
        is_dangerous=True,
        to=lambda account, made: address_of(made if isinstance(made, Proposal) else account.person),
        said=lambda _account, made: said_of(made),
    ),
    on_page(
        "account_restore",
        do=by_key(restore_account),
        offered=lambda account, _actor: not account.is_active and not has_power(account.person),
        label=_("Let sign in again"),
        confirm=_("The person can sign in again with the password they had."),
    ),
)


# --- The page of a person -------------------------------------------------------------------------


def _not_yet(post: Post | None) -> str:
    if post is None:
        return gettext("Holds no post today and cannot sign in.")
    said = gettext("%(post)s, %(unit)s, from %(day)s; cannot sign in before.")
    return said % {"post": post.label, "unit": post.unit, "day": day_said(post.valid_from)}


def _signing_in(person: Person) -> Any:
    account, today = queries.account_of(person), timezone.localdate()
    if not person.posts.valid_on(today).exists():
        to_come = person.posts.filter(valid_from__gt=today).select_related("unit")
        return _not_yet(to_come.order_by("valid_from").first())
    if account is None:
        return None
    if not account.is_active:
        return _("Barred from signing in")
    return _("Active") if account.has_usable_password() else _("Invited, no password set yet")


def _doable(post: Post) -> tuple[Link, ...]:
    if post.valid_to:
        return ()
    able = POST_ACTIONS if post.is_membership else POST_ACTIONS[:1]
    return tuple(Link(str(one.label), way(one.name, post.pk)) for one in able)


PERSON = RecordPage(
    title=str,
    back="administration:people",
    facts=(
        Fact(_("Born on"), "born_on"),
        Fact(_("Sign-in name"), "account.username"),
        Fact(_("Signing in"), _signing_in),
    ),
    sections=(
        Section(
            _("Posts"),
            (
                Column("post", _("Post"), "label", "lead"),
                Column("unit", _("Organisation"), "unit"),
                Column("period", _("Period"), period, "short"),
                Column("decision", _("By which decision"), "decision"),
                Column("actions", _("Actions"), _doable, "short"),
            ),
            lambda person, actor: (
                posts_seen_by(actor).filter(person=person).order_by("-valid_from")
            ),
        ),
    ),
    readers=(
        _("Administrators of the organisations where a post is held, and of those above them."),
        _("The person sees under “Who read my data” who has opened this page."),
    ),
)


def found_person(request: ActorRequest, person_id: int) -> Person:
    people = queries.everybody_seen_by(request.actor).select_related("account")
    return get_object_or_404(people, pk=person_id)


def found_post(request: ActorRequest, post_id: int) -> Post:
    return get_object_or_404(posts_seen_by(request.actor), pk=post_id)


def found_account(request: ActorRequest, account_id: int) -> Account:
    accounts = accounts_managed_by(request.actor).select_related("person")
    return get_object_or_404(accounts, pk=account_id)


@page(VIEW, second_factor=True)
@require_GET
def person_page(request: ActorRequest, person_id: int) -> HttpResponse:
    person = found_person(request, person_id)
    if person.pk != request.actor.person_id:
        record_read(request.actor, person)  # the person sees it under "Who read my data"
    return show_person(request, person)


def show_person(request: ActorRequest, person: Person, status: int = 200) -> HttpResponse:
    shown = offered(request, PERSON_ACTIONS, person, person_id=person.pk).every
    account = accounts_managed_by(request.actor).filter(person=person).first()
    if account:
        shown += offered(request, ACCOUNT_ACTIONS, account, account_id=account.pk).every
    actions = OfferedActions(shown)
    return show_record(request, PERSON, person, actions=actions, status=status)


def show_holder(request: ActorRequest, of: Account, status: int = 200) -> HttpResponse:
    return show_person(request, of.person, status)


def page_of_holder(of: Post | Account) -> str:
    return page_of(of.person)
