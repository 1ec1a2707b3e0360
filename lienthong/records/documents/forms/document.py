"""The shape of what people type about outgoing documents."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import Purpose, Scope
from lienthong.kernel.people.public import Post
from lienthong.kernel.reference.public import DocumentType, document_types_on
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import KINDS
from lienthong.ui.fields import (
    ChoiceCards,
    DateField,
    DeadlineField,
    LongSelect,
    ShortText,
)

from ..brought import BroughtFileField, BroughtFilesField
from ..models import Adoption, Authority, EffectKind, Recipient, Urgency
from ..queries.known import Known
from ..queries.proposals import Details
from ..wording import AddressWord


class LinesField(forms.CharField):
    """Words on several lines."""

    def __init__(self, label: Any, *, most: int, rows: int = 2, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=most, widget=widget, **options)


class SignerField(forms.ModelChoiceField):
    """Who signs: name and title, as printed, and for whom."""

    def label_from_instance(self, post: Post) -> str:
        return f"{post.person.full_name}, {post} – {post.unit}"


def choose_from(form: forms.Form, **choices: QuerySet[Any]) -> None:
    """What can be chosen depends on who asks."""
    for name, rows in choices.items():
        chooser = form.fields[name]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = rows


class UploadForm(forms.Form):
    issuer = forms.ModelChoiceField(Unit.objects.none(), label=_("In whose name it is issued"))
    file = BroughtFileField(
        label=_("File with the draft"),
        help_text=_(
            "A .docx, .odt, .pdf or .txt file with text, up to 20 MB. Nothing marked secret."
        ),
    )
    attached = BroughtFilesField(
        label=_("Files that travel with it"),
        required=False,
        help_text=_("One or several, at most twenty."),
    )

    def __init__(self, *args: Any, issuers: Any, chosen: Unit | None, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_from(self, issuer=issuers)
        self.fields["issuer"].initial = chosen


class DetailsForm(forms.Form):
    """What a document is and who signs it."""

    template_name = "documents/details_fields.html"
    issuer = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("In whose name it is issued"),
        empty_label=_("Choose the issuer"),
        help_text=_(
            "The committee, or your own office or commission where it has a seal: its head signs, it is numbered "
            "in its own register."
        ),
    )
    type = forms.ModelChoiceField(
        DocumentType.objects.none(), label=_("Type"), widget=LongSelect, empty_label=None
    )
    subject = LinesField(
        _("Subject (trích yếu)"),
        most=500,
        help_text=_(
            "What the document is about, in one sentence, without the name of its type. "
            "Lines you end by hand end there in print."
        ),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL)
    authority = forms.ChoiceField(
        label=_("Authority"), choices=Authority.choices, required=False, initial=Authority.FOR
    )
    address_word = forms.ChoiceField(
        label=_("Words of address"),
        choices=AddressWord.choices,
        required=False,
        help_text=_("Printed on a letter or a submission, before whom it is written to."),
    )
    signing_body = ShortText(
        label=_("In whose name"),
        required=False,
        max_length=120,
        help_text=_("As printed after T/M, for example BAN CHẤP HÀNH ĐẢNG BỘ TỈNH."),
    )
    signer = SignerField(
        Post.objects.none(), label=_("Signer"), required=False, empty_label=_("Not chosen yet")
    )
    beside = LinesField(
        _("Who signs beside the signer"),
        most=600,
        rows=3,
        required=False,
        help_text=_(
            "For minutes and joint documents: the title, and in the last line the name. It is printed at "
            "the left and signed by hand; a blank line parts two signers."
        ),
    )

    def __init__(
        self,
        *args: Any,
        issuers: Any,
        signers: Any,
        known: Mapping[str, Known] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known = known or {}
        types = document_types_on(timezone.localdate())
        choose_from(self, issuer=issuers, type=types, signer=signers)
        self._offer_what_was_read()

    def _offer_what_was_read(self) -> None:
        """What a telegram has before its addressees is no word of the list; it stays as it was read."""
        words, read = self.fields["address_word"], self.initial.get("address_word", "")
        assert isinstance(words, forms.ChoiceField)
        if read and read not in AddressWord.values:
            words.choices = [*AddressWord.choices, (read, read)]

    def clean(self) -> dict[str, Any]:
        return {} if self.errors else {"details": Details(**self.cleaned_data)}


class ReachForm(forms.Form):
    """How far the document is forwarded, and by when it must have been received."""

    scope = forms.ChoiceField(
        label=_("How far it is forwarded below the recipients"),
        choices=[
            (Scope.NONE, _("Only to the recipients")),
            (Scope.COMMITTEES, _("To every committee below them")),
            (Scope.BRANCHES, _("To every branch (phổ biến đến chi bộ)")),
        ],
        widget=ChoiceCards,
        initial=Scope.NONE,
    )
    due_on = DeadlineField(label=_("To be received, members briefed by"), required=False)


class RecipientForm(forms.Form):
    """One more line of "Nơi nhận"."""

    template_name = "documents/line_fields.html"
    kind = forms.ChoiceField(label=_("Who"), choices=Recipient.Kind.choices)
    label = ShortText(label=_("As printed"), max_length=200)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("", "—"), *Purpose.choices], required=False
    )
    is_above = forms.BooleanField(
        label=_("Named above the text, after the words of address"), required=False
    )
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        known = {f"{name}_id": given.pop(name, None) for name in ("unit", "person")}
        return {"line": Recipient(**given, **known)}


class InitialForm(forms.Form):
    """The appraiser's note, and the fingerprint of the content that was read."""

    of_page = ("content",)
    content = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    note = LinesField(_("Note for the signer"), most=2000, required=False)


class NoteForm(forms.Form):
    note = LinesField(_("What must be changed"), most=2000, rows=4)


class ReasonForm(forms.Form):
    reason = LinesField(_("Why the document is given up"), most=1000)


class EffectForm(forms.Form):
    """What the new document does to this one."""

    kind = forms.ChoiceField(
        label=_("What the new document does"), choices=EffectKind, widget=ChoiceCards
    )


class AdoptionForm(forms.Form):
    """How the collective voted, with the minutes."""

    template_name = "documents/vote_fields.html"
    body = ShortText(
        label=_("Adopted by"),
        max_length=200,
        help_text=_("For example Ban Chấp hành Đảng bộ tỉnh."),
    )
    held_on = DateField(label=_("Day of the vote"))
    members_count = forms.IntegerField(label=_("All members of the body"), min_value=1)
    votes_for = forms.IntegerField(label=_("Votes for"), min_value=0)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, initial=0)
    votes_abstained = forms.IntegerField(
        label=_("Votes with another opinion"), min_value=0, initial=0
    )
    minutes = BroughtFileField(
        label=_("Minutes of the vote"),
        error_messages={"required": _("Attach the minutes of the vote.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if known := (self.initial or {}).get("members_count"):
            said = _("The register of people has %(n)d members of this body.")
            self.fields["members_count"].help_text = said % {"n": known}

    def clean(self) -> dict[str, Any]:
        minutes = self.cleaned_data.pop("minutes", None)
        return {"vote": Adoption(**self.cleaned_data), "minutes": minutes}


CLAUSE_KINDS = [
    (key, KINDS[key].name)
    for key in (
        *("section", "clause", "subclause", "point", "dash", "plus", "paragraph"),
        *("part", "chapter", "article", "appendix"),
    )
]


class RevisionForm(forms.Form):
    """The revision of the text somebody looked at: nobody overwrites another's change unseen."""

    of_page = ("revision",)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(RevisionForm):
    direction = forms.ChoiceField(choices=[("up", _("Up")), ("down", _("Down"))])


class WordsForm(RevisionForm):
    asked: tuple[str, ...] = ("heading", "text")
    heading = LinesField(_("Heading"), most=2000, required=False)
    text = LinesField(_("Text"), most=30_000, rows=10, required=False)


class ClauseForm(WordsForm):
    """One clause: its mark, its heading and its words."""

    asked = ("marker", "heading", "text")
    field_order = asked
    marker = ShortText(
        label=_("Mark"), required=False, max_length=40, help_text=_("For example I, 1, a), -.")
    )


class NewClauseForm(WordsForm):
    """A clause to be put in; its mark follows from its neighbours."""

    asked = ("where", "heading", "text")
    field_order = ("kind", *asked)
    kind = forms.ChoiceField(label=_("Kind of clause"), choices=CLAUSE_KINDS)
    where = forms.ChoiceField(
        label=_("Where"),
        choices=[("after", _("After it")), ("inside", _("Inside it, as the last"))],
        initial="after",
        required=False,
    )


class VersionForm(forms.Form):
    """The name under which a version of the text is kept."""

    name = ShortText(label=_("Name of the version"), max_length=200)


class RowForm(RevisionForm):
    """One row of a table: a field for each column."""

    def __init__(self, columns: list[str], cells: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.asked = [f"cell_{number}" for number, _column in enumerate(columns)]
        for number, (name, column) in enumerate(zip(self.asked, columns, strict=True)):
            self.fields[name] = LinesField(
                column or _("Column %(number)d") % {"number": number + 1},
                most=30_000,
                required=False,
                initial=cells[number] if number < len(cells) else "",
            )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        cells = [given.get(name, "") for name in self.asked]
        return {"revision": given.get("revision"), "cells": cells}


class AttachmentForm(forms.Form):
    file = BroughtFilesField(label=_("Files"), help_text=_("One or several, at most twenty."))
