"""Pages of people, posts and accounts."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.audit.public import record_read
from lienthong.kernel.people.public import (
    MANAGE,
    VIEW,
    NewPerson,
    NewPost,
    Person,
    Role,
    accounts_managed_by,
    appoint,
    correct_person,
    end_post,
    invite,
    issue_recovery,
    posts_seen_by,
    register_person,
    restore_account,
    suspend_account,
    transfer_member,
)
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.units.public import Unit, units_where
from lienthong.kernel.web.public import ActorRequest, action_of, done, form_action, page
from lienthong.ui.sheets.sheet import ImportSheet
from lienthong.ui.sheets.views import show_sheet

from .. import queries
from ..forms import AppointForm, DayForm, InviteForm, PersonForm, PostForm, TransferForm


@page(VIEW, second_factor=True)
@require_GET
def person_list(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    people = queries.page_of_people(request.actor, words, request.GET.get("page", "1"))
    return render(request, "administration/people.html", {"page": people, "words": words})


@page(VIEW, second_factor=True)
@require_GET
def person_page(request: ActorRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(queries.everybody_seen_by(request.actor), pk=person_id)
    if person.pk != request.actor.person_id:
        record_read(request.actor, person)  # the person sees it under "Who read my data"
    return render(request, "administration/person.html", _person_context(request, person))


def _person_context(request: ActorRequest, person: Person) -> dict[str, Any]:
    account = accounts_managed_by(request.actor).filter(person=person).first()
    posts = posts_seen_by(request.actor).filter(person=person).order_by("-valid_from")
    return {
        "person": person,
        "held": posts,
        "is_former": not posts.valid_on(timezone.localdate()).exists(),
        "account": account,
        "invite_form": InviteForm(),
    }


class RegisterForm(PersonForm, PostForm):
    field_order = ["full_name", "born_on", "role", "title", "on"]


@page(MANAGE, second_factor=True)
def person_register(request: ActorRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(units_where(request.actor, MANAGE), pk=unit_id)

    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {"unit": unit, "form": form, "form_title": _("Register a person")}
        return render(request, "administration/unit_form.html", context, status=status)

    def action(given: dict[str, Any]) -> Person:
        return _registered(given, unit, request.actor)

    if request.method != "POST":
        return show(RegisterForm())
    return form_action(
        request, RegisterForm(request.POST), action, show=show, to=_page_of, said=_("Saved.")
    )


def _registered(given: dict[str, Any], unit: Unit, actor: Actor) -> Person:
    person = NewPerson(given["full_name"], given["born_on"])
    post = NewPost(given["role"], given["on"], given["title"])
    return register_person(person, post, unit=unit, actor=actor)


@page(MANAGE, second_factor=True)
@require_http_methods(["GET", "POST"])
def people_import(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Many people of one organisation, from a sheet."""
    unit = get_object_or_404(units_where(request.actor, MANAGE), pk=unit_id)
    sheet = ImportSheet(
        name="people",
        title=_("Bring a list of people"),
        form=RegisterForm,
        do=lambda given, actor: _registered_once(given, unit, actor),
        said=lambda count: (
            ngettext("%(count)d person is registered.", "%(count)d people are registered.", count)
            % {"count": count}
        ),
        example={
            "full_name": "Nguyễn Văn An",
            "born_on": "23/11/1990",
            "role": Role.MEMBER.label,
            "on": f"{timezone.localdate():%d/%m/%Y}",
        },
    )
    return show_sheet(
        request, sheet, back=reverse("administration:unit", args=[unit.pk]), lede=str(unit)
    )


def _registered_once(given: dict[str, Any], unit: Unit, actor: Actor) -> Person:
    """A sheet brought twice does not register its people twice."""
    if queries.holds_post_in(unit, given["full_name"], given["born_on"]):
        raise RuleBroken(
            _("Somebody of this name and date of birth already holds a post here."),
            field="full_name",
        )
    return _registered(given, unit, actor)


def _page_of(person: Person) -> str:
    return reverse("administration:person", args=[person.pk])


def _person_form(
    request: ActorRequest, person: Person, title: str, form: forms.BaseForm, status: int = 200
) -> HttpResponse:
    context = {"person": person, "form": form, "form_title": title}
    return render(request, "administration/person_form.html", context, status=status)


@page(MANAGE, second_factor=True)
def person_correct(request: ActorRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(queries.everybody_seen_by(request.actor), pk=person_id)
    title = _("Correct name and date of birth")
    if request.method != "POST":
        initial = {"full_name": person.full_name, "born_on": person.born_on}
        return _person_form(request, person, title, PersonForm(initial=initial))
    return form_action(
        request,
        PersonForm(request.POST),
        lambda given: correct_person(person.pk, NewPerson(**given), actor=request.actor),
        show=lambda form, status: _person_form(request, person, title, form, status),
        to=_page_of,
        said=_("Saved."),
    )


@page(MANAGE, second_factor=True)
def person_appoint(request: ActorRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(queries.everybody_seen_by(request.actor), pk=person_id)
    units, title = queries.units_kept_by(request.actor), _("Appoint")
    if request.method != "POST":
        return _person_form(request, person, title, AppointForm(units=units))

    def action(given: dict[str, Any]) -> Person:
        unit, role = given["unit"], given["role"]
        appoint(person, role, unit, title=given["title"], on=given["on"], actor=request.actor)
        return person

    return form_action(
        request,
        AppointForm(request.POST, units=units),
        action,
        show=lambda form, status: _person_form(request, person, title, form, status),
        to=_page_of,
        said=_("Saved."),
    )


@page(MANAGE, second_factor=True)
def post_end(request: ActorRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(posts_seen_by(request.actor), pk=post_id)
    title = _("End the post “%(post)s”") % {"post": post}
    if request.method != "POST":
        return _person_form(request, post.person, title, DayForm())

    return form_action(
        request,
        DayForm(request.POST),
        lambda given: end_post(post.pk, on=given["on"], actor=request.actor),
        show=lambda form, status: _person_form(request, post.person, title, form, status),
        to=lambda post: _page_still_seen(request, post.person),
        said=_("The post is ended; its rights are withdrawn."),
    )


def _page_still_seen(request: ActorRequest, person: Person) -> str:
    """Who has posts only elsewhere now is administered there: their page is out of reach here."""
    if queries.everybody_seen_by(request.actor).filter(pk=person.pk).exists():
        return _page_of(person)
    return reverse("administration:people")


@page(MANAGE, second_factor=True)
def post_transfer(request: ActorRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(posts_seen_by(request.actor), pk=post_id)
    units = queries.units_kept_by(request.actor).exclude(pk=post.unit_id)
    title = _("Transfer out of %(branch)s") % {"branch": post.unit}
    if request.method != "POST":
        return _person_form(request, post.person, title, TransferForm(units=units))

    def action(given: dict[str, Any]) -> Person:
        transfer_member(post.pk, given["unit"], on=given["on"], actor=request.actor)
        return post.person

    return form_action(
        request,
        TransferForm(request.POST, units=units),
        action,
        show=lambda form, status: _person_form(request, post.person, title, form, status),
        to=_page_of,
        said=_("The member is transferred."),
    )


@page(MANAGE, second_factor=True)
@action_of("administration:person")
def person_invite(request: ActorRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(queries.everybody_seen_by(request.actor), pk=person_id)
    form, title = InviteForm(request.POST), _("Invite to sign in")
    if not form.is_valid():
        return _person_form(request, person, title, form, 422)
    try:
        issued = invite(person.pk, form.cleaned_data["username"], actor=request.actor)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.sentence)
        return _person_form(request, person, title, form, 409)
    # Shown once and never stored in clear: the page is the only place the code appears.
    return render(request, "administration/code.html", {"person": person, "issued": issued})


@page(MANAGE, second_factor=True)
@action_of("administration:people")
def account_recover(request: ActorRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(accounts_managed_by(request.actor), pk=account_id)
    issued = issue_recovery(account.pk, actor=request.actor)
    context = {"person": account.person, "issued": issued, "is_recovery": True}
    return render(request, "administration/code.html", context)


@page(MANAGE, second_factor=True)
@action_of("administration:people")
def account_bar(request: ActorRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(accounts_managed_by(request.actor), pk=account_id)
    barred = suspend_account(account.pk, actor=request.actor)
    return done(request, _page_of(barred.person), _("Saved."))


@page(MANAGE, second_factor=True)
@action_of("administration:people")
def account_restore(request: ActorRequest, account_id: int) -> HttpResponse:
    account = get_object_or_404(accounts_managed_by(request.actor), pk=account_id)
    restored = restore_account(account.pk, actor=request.actor)
    return done(request, _page_of(restored.person), _("Saved."))
