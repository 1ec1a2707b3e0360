"""What is filled in about a report: what was done, with its files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.records.correspondence.public import BroughtFile
from lienthong.ui.fields import CheckList, SeveralFiles

from .forms import AskingForm, short, words


class ToldForm(AskingForm):
    """One line of a report (T-52)."""

    asked = ("result", "percent", "reason", "attached")
    result = words(_("What was done"), rows=4)
    percent = forms.IntegerField(
        label=_("Progress, %"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    attached = SeveralFiles(
        label=_("Take a picture or choose files"),
        required=False,
        max_length=200,
        help_text=_(
            "Minutes, pictures, Word or PDF: at most ten, up to 20 MB each. Nothing marked secret."
        ),
    )
    bears_no_mark = forms.BooleanField(
        label=_("I have looked at every picture and page; none bears a mark of secrecy."),
        required=False,
    )
    documents = forms.MultipleChoiceField(
        label=_("Documents as evidence"), widget=CheckList, required=False
    )
    evidence_words = short(
        _("Other evidence"),
        most=300,
        hint=_("Where it is found: a place, a session, a link."),
    )
    difficulties = words(_("Difficulties and their causes"), rows=2)
    requests = words(_("Requests"), rows=2)
    coming = words(_("What comes next"), rows=2)
    reason = short(
        _("Reason"), most=300, hint=_("If progress went down, or tasks given on are still open.")
    )

    def __init__(self, *args: Any, documents: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["documents"].choices = documents  # type: ignore[attr-defined]
        if not documents:
            del self.fields["documents"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["document_ids"] = tuple(int(one) for one in given.pop("documents", []))
        said = given.pop("bears_no_mark", False)
        given["files"] = tuple(
            BroughtFile(one.name, one.read(), said) for one in given.pop("attached", None) or []
        )
        return given


class ResultForm(ToldForm):
    """The result: its progress is the whole."""

    percent = None  # type: ignore[assignment]  # takes the field out
    coming = None  # type: ignore[assignment]  # nothing comes after it


class LineForm(ToldForm):
    """A line of a period, in which perhaps nothing arose (T-51)."""

    nothing_arisen = forms.BooleanField(label=_("Nothing arose in this period"), required=False)
    field_order = ("nothing_arisen", "result", "percent")
