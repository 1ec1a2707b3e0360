"""The shape of what a clerk says of a document from outside."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.reference.public import DocumentType, document_types_on
from lienthong.records.documents.public import Urgency
from lienthong.ui.fields import DateField, LongSelect, SeveralFiles, ShortText

from .actions.mail import MOST_FILES
from .actions.outside import BroughtScan, Described
from .models import CameBy, Scan
from .queries.scanned import with_known_names

WAYS = [(one.value, one.label) for one in CameBy if one != CameBy.SYSTEM]
SURE, FAIR = 90, 70


class FilesForm(forms.Form):
    """Files of one mail, chosen at once, and what their bearer says of them."""

    file = SeveralFiles(
        most=MOST_FILES,
        label=_("Files"),
        max_length=200,
        help_text=_(
            "The letter and what came with it, at most twenty, up to 20 MB each: PDF, pictures, Word. "
            "The first PDF or picture is taken as the letter; you can change that. Nothing marked secret."
        ),
    )
    came_by = forms.ChoiceField(label=_("How it came"), choices=WAYS)
    bears_no_mark = forms.BooleanField(
        label=_("I have looked at every page; it bears no mark of secrecy."), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        files = given.pop("file")
        return {"files": [BroughtScan(one.name, one.read(), **given) for one in files]}


class MoreFilesForm(FilesForm):
    """Further files of a letter that is there already."""

    came_by = None  # type: ignore[assignment]  # the letter says it


class OutsideForm(forms.Form):
    """The line of the register of a document from outside; what was read of its scan lies in it."""

    template_name = "correspondence/outside_fields.html"
    asked = ("sender", "subject")
    sender = ShortText(label=_("Sender"), max_length=200, required=False)
    notation = ShortText(
        label=_("Number and symbol"),
        max_length=60,
        required=False,
        help_text=_("As printed, for example 125-CV/TU. Leave it empty where there is none."),
    )
    issued_on = DateField(label=_("Date of the document"), required=False)
    type = forms.ModelChoiceField(
        DocumentType.objects.none(),
        label=_("Type"),
        widget=LongSelect,
        required=False,
        empty_label=_("Another kind"),
    )
    subject = forms.CharField(
        label=_("Subject (trích yếu)"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, required=False)
    came_by = forms.ChoiceField(label=_("How it came"), choices=WAYS)
    arrived_on = DateField(label=_("Arrived on"), required=False)
    earlier_because = ShortText(
        label=_("Why it is entered with an earlier day"), max_length=300, required=False
    )
    is_another = forms.BooleanField(
        label=_("It is another document: register it all the same."), required=False
    )

    def __init__(self, *args: Any, scan: Scan | None = None, **options: Any) -> None:
        options["initial"] = _read_of(scan) | (options.get("initial") or {})
        super().__init__(*args, **options)
        field = self.fields["type"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = document_types_on(timezone.localdate())
        self.known = _known(scan) if scan else {}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = given.pop("type", None)
        urgency = given.pop("urgency", "") or Urgency.NORMAL
        if self.errors:
            return given
        code = kind.pk if kind else None
        return {"described": Described(**given, type_code=code, urgency=urgency)}


def _read_of(scan: Scan | None) -> dict[str, Any]:
    """What the form begins with: the day, and what was read of the scan."""
    begun: dict[str, Any] = {"arrived_on": timezone.localdate()}
    if scan is None:
        return begun
    read = with_known_names(scan.reading.get("fields", {}))
    if day := read.pop("issued_on", ""):
        read["issued_on"] = dt.date.fromisoformat(day)  # type: ignore[assignment]  # a day, not its words
    return begun | {"came_by": scan.came_by} | read


def _known(scan: Scan) -> dict[str, dict[str, Any]]:
    """What is said beside each field: how sure the reading is, or that nothing was read."""
    if not scan.reading.get("by"):
        return {}
    sure = scan.reading.get("confidence", {})
    names = ("sender", "notation", "issued_on", "type", "subject")
    return {name: _said(sure.get(name), scan.reading["by"]) for name in names}


def _said(sure: int | None, by: str) -> dict[str, Any]:
    if sure is None:
        return {"said": _("Not found on the page"), "tone": "warn", "icon": "alert-circle"}
    if by == "text":
        return {"said": _("Read from the text of the file"), "tone": "", "icon": ""}
    if sure >= SURE:
        return {"said": _("Read from the scan"), "sure": sure, "tone": "ok", "icon": ""}
    if sure >= FAIR:
        return {
            "said": _("Read from the scan; please compare"),
            "sure": sure,
            "tone": "warn",
            "icon": "",
        }
    return {
        "said": _("Hard to read; please check"),
        "sure": sure,
        "tone": "bad",
        "icon": "alert-circle",
    }


class SecretLineForm(forms.Form):
    """What the register may say of a document that bears a mark of secrecy: nothing of its content."""

    asked = ("sender",)
    sender = ShortText(label=_("Sender"), max_length=200, required=False)
    notation = ShortText(label=_("Number and symbol"), max_length=60, required=False)
    issued_on = DateField(label=_("Date of the document"), required=False)
    came_by = forms.ChoiceField(
        label=_("How it came"),
        choices=[one for one in WAYS if one[0] in (CameBy.POST, CameBy.HAND)],
    )
    arrived_on = DateField(label=_("Arrived on"), required=False)
    earlier_because = ShortText(
        label=_("Why it is entered with an earlier day"), max_length=300, required=False
    )
    is_another = forms.BooleanField(
        label=_("It is another document: register it all the same."), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return given if self.errors else {"described": Described(**given, subject="")}
