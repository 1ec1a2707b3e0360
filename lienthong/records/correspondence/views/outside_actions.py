"""What a clerk can do with scans: bring them, turn them, enter them in the register."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import mail, outside
from ..forms_outside import FilesForm, MoreFilesForm, OutsideForm, SecretLineForm
from ..models import Enclosure, IncomingDocument, Scan


def _registered(_thing: Any, entry: IncomingDocument) -> str:
    return _("Registered: number of arrival %(number)s/%(year)s.") % {
        "number": entry.number.number if entry.number else 0,
        "year": entry.year,
    }


def _taken_in(_thing: Any, brought: mail.Mail) -> str:
    """What was taken, and each file that was not, with the reason."""
    said = [_("The letter has been taken in. Compare what was read with the picture.")]
    return " ".join([*map(str, said), *_about_files(brought)])


def _enclosed(_thing: Any, brought: mail.Mail) -> str:
    return " ".join(_about_files(brought))


def _about_files(brought: mail.Mail) -> list[str]:
    said = []
    if brought.enclosed:
        words = ngettext(
            "%(count)d file came with it.", "%(count)d files came with it.", brought.enclosed
        )
        said.append(words % {"count": brought.enclosed})
    if brought.refused:
        said.append(
            gettext("Not taken in: %(files)s") % {"files": mail.said_refused(brought.refused)}
        )
    return said


def _entry_page(_thing: Any, entry: IncomingDocument) -> str:
    return reverse("correspondence:outside:entry", args=[entry.pk])


def _entry_form(scan: Scan, _actor: Actor, **given: Any) -> forms.BaseForm:
    return OutsideForm(scan=scan, **given)


ON_OUTSIDE = (
    ActionView(
        "outside",
        permissions.REGISTER,
        do=lambda _unit, given, actor: mail.bring_mail(**given, actor=actor),
        form=FilesForm,
        place="main",
        label=_("Upload and read"),
        icon="file-import",
        path="outside/",
        said=_taken_in,
        to=lambda _unit, brought: reverse("correspondence:scan", args=[brought.scan.pk]),
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


def _what_the_letter_showed(_enclosed: Any, letter: Scan | None) -> Any:
    if letter is None:
        return _("The file bears a mark of secrecy. It has been removed, with the whole mail.")
    return _("The letter has been changed. Compare what was read with the picture.")


def _where_the_scan_is(scan: Scan, left: Scan | None) -> str:
    if left is None:
        return reverse("correspondence:outside")
    return reverse("correspondence:scan", args=[scan.pk])


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a letter, and the letter."""

    scan: Scan
    row: Enclosure

    def __str__(self) -> str:
        return self.row.name


def _on_enclosure(do: Callable[..., object]) -> Callable[..., object]:
    return lambda one, _given, actor: do(one.scan.pk, one.row.pk, actor=actor)


ON_ENCLOSURE = (
    ActionView(
        "make_letter",
        permissions.REGISTER,
        do=_on_enclosure(mail.make_letter),
        offered=lambda one, _actor: one.row.can_be_letter,
        place="page",
        label=_("This is the letter"),
        icon="file-text",
        said=_what_the_letter_showed,
        to=lambda one, letter: _where_the_scan_is(one.scan, letter),
        path="enclosures/<int:enclosure_id>/letter/",
    ),
    ActionView(
        "enclosure_up",
        permissions.REGISTER,
        do=_on_enclosure(partial(mail.move_enclosure, up=True)),
        place="page",
        label=_("Up"),
        icon="arrow-up",
        path="enclosures/<int:enclosure_id>/up/",
    ),
    ActionView(
        "enclosure_down",
        permissions.REGISTER,
        do=_on_enclosure(partial(mail.move_enclosure, up=False)),
        place="page",
        label=_("Down"),
        icon="arrow-down",
        path="enclosures/<int:enclosure_id>/down/",
    ),
    ActionView(
        "take_out",
        permissions.REGISTER,
        do=_on_enclosure(mail.take_out),
        place="page",
        label=_("Remove"),
        icon="x",
        said=_("The file has been taken out."),
        path="enclosures/<int:enclosure_id>/out/",
    ),
)
ON_SCAN = (
    ActionView(
        "enclose",
        permissions.REGISTER,
        do=lambda scan, given, actor: mail.enclose(scan.pk, **given, actor=actor),
        form=MoreFilesForm,
        place="page",
        label=_("Add files"),
        icon="paperclip",
        path="enclosures/",
        said=_enclosed,
    ),
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
        to=_where_the_scan_is,
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
