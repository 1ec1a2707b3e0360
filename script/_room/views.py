from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.permissions.public import holds
from lienthong.kernel.web.public import ActionView, ActorRequest, form_action, offered, page
from lienthong.ui.lists.columns import Column
from lienthong.ui.lists.page import Button, Empty, ListPage
from lienthong.ui.lists.views import show_list

from . import actions, permissions
from .forms import ExampleForm
from .models import Example
from .queries import examples_seen_by

LIST = ListPage(
    name="examples",
    title=_("«Examples»"),
    link=lambda example: reverse("examples:page", args=[example.pk]),
    counted=lambda count: (
        ngettext("%(count)d «example»", "%(count)d «examples»", count) % {"count": count}
    ),
    columns=(
        Column("subject", _("What it is about"), "subject", "lead", order=("subject_folded",)),
        Column("opened", _("Opened on"), "opened_at", "short", order=("opened_at",)),
        Column("closed", _("Closed on"), "closed_at", "short", order=("closed_at",)),
    ),
    words=("subject_folded",),
    empty=Empty(_("No «examples» yet"), icon="list"),
)
ACTIONS = (
    ActionView(
        "close",
        permissions.MANAGE,
        do=lambda example, _given, actor: actions.close_example(example.pk, actor=actor),
        label=_("Close this «example»"),
        place="main",
        icon="check",
        offered=lambda example, _actor: example.is_open,
        said=_("The «example» has been closed."),
    ),
)


@page(permissions.VIEW)
@require_http_methods(["GET", "POST"])
def example_list(request: ActorRequest) -> HttpResponse:
    buttons = []
    if holds(request.actor, permissions.MANAGE):
        buttons.append(Button(_("New «example»"), reverse("examples:new"), "plus", "main"))
    return show_list(request, LIST, examples_seen_by(request.actor), buttons=buttons)


@page(permissions.VIEW)
@require_GET
def example_page(request: ActorRequest, example_id: int) -> HttpResponse:
    return show_example(request, found_example(request, example_id))


def found_example(request: ActorRequest, example_id: int) -> Example:
    return get_object_or_404(examples_seen_by(request.actor), pk=example_id)


def show_example(request: ActorRequest, example: Example, status: int = 200) -> HttpResponse:
    context = {"example": example, "actions": offered(request, ACTIONS, example)}
    return render(request, "examples/page.html", context, status=status)


@page(permissions.MANAGE)
@require_http_methods(["GET", "POST"])
def example_new(request: ActorRequest) -> HttpResponse:
    def show(form: forms.BaseForm, status: int = 200) -> HttpResponse:
        return render(request, "examples/new.html", {"form": form}, status=status)

    if request.method != "POST":
        return show(ExampleForm())
    return form_action(
        request,
        ExampleForm(request.POST),
        lambda given: actions.open_example(request.actor.unit_id, **given, actor=request.actor),
        show=show,
        to=lambda example: reverse("examples:page", args=[example.pk]),
    )
