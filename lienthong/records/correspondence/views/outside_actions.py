"""What a clerk can do with scans: bring them, turn them, enter them in the register."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import outside
from ..forms_outside import OutsideForm, ScanForm, SecretLineForm
from ..models import IncomingDocument, Scan


def _registered(_thing: Any, entry: IncomingDocument) -> str:
    return _("Registered: number of arrival %(number)s/%(year)s.") % {
        "number": entry.number.number if entry.number else 0,
        "year": entry.year,
    }


def _entry_page(_thing: Any, entry: IncomingDocument) -> str:
    return reverse("correspondence:outside:entry", args=[entry.pk])


def _entry_form(scan: Scan, _actor: Actor, **given: Any) -> forms.BaseForm:
    return OutsideForm(scan=scan, **given)


ON_OUTSIDE = (
    ActionView(
        "outside",
        permissions.REGISTER,
        do=lambda _unit, given, actor: outside.bring_scan(**given, actor=actor),
        form=ScanForm,
        place="main",
        label=_("Upload and read"),
        icon="file-import",
        path="outside/",
        said=_("The scan has been taken in. Compare what was read with the picture."),
        to=lambda _unit, scan: reverse("correspondence:scan", args=[scan.pk]),
    ),
    ActionView(
        "enter_typed",
        permissions.REGISTER,
        do=lambda _unit, given, actor: outside.register_outside(**given, actor=actor),
        form=OutsideForm,
        alone=True,
        place="page",
        label=_("Register"),
        title=_("Register a document without a scan"),
        icon="hash",
        path="outside/typed/",
        said=_registered,
        to=_entry_page,
    ),
    ActionView(
        "enter_secret",
        permissions.REGISTER,
        do=lambda _unit, given, actor: outside.register_secret(**given, actor=actor),
        form=SecretLineForm,
        alone=True,
        place="page",
        label=_("Register"),
        title=_("A line for a document marked secret"),
        text=_("It takes a number of arrival; nothing of its content stands here."),
        icon="shield-lock",
        path="outside/secret/",
        said=_registered,
        to=_entry_page,
    ),
)


def _what_turning_showed(_scan: Scan, turned: Scan | None) -> Any:
    if turned is None:
        return _("The scan bears a mark of secrecy. It has been removed, with its file.")
    return _("The scan has been turned a quarter to the right.")


def _where_after_turning(scan: Scan, turned: Scan | None) -> str:
    if turned is None:
        return reverse("correspondence:outside")
    return reverse("correspondence:scan", args=[scan.pk])


ON_SCAN = (
    ActionView(
        "enter_scan",
        permissions.REGISTER,
        do=lambda scan, given, actor: outside.register_outside(
            **given, scan_id=scan.pk, actor=actor
        ),
        form=_entry_form,
        place="main",
        label=_("Register"),
        icon="hash",
        path="enter/",
        title=_("What the register says of it"),
        said=_registered,
        to=_entry_page,
    ),
    ActionView(
        "turn_scan",
        permissions.REGISTER,
        do=lambda scan, _given, actor: outside.turn_scan(scan.pk, actor=actor),
        place="other",
        label=_("Turn the scan"),
        icon="rotate-clockwise",
        path="turn/",
        said=_what_turning_showed,
        to=_where_after_turning,
    ),
    ActionView(
        "discard_scan",
        permissions.REGISTER,
        do=lambda scan, _given, actor: outside.discard_scan(scan.pk, actor=actor),
        place="more",
        label=_("Discard the scan"),
        icon="trash",
        is_dangerous=True,
        path="discard/",
        confirm=_("Discard this scan? It has no number of arrival yet."),
        said=_("The scan has been discarded."),
        to=lambda _scan, _result: reverse("correspondence:outside"),
    ),
)
