"""The shape of what the drafting office says of a draft."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.ui.fields import ShortText

from ..actions.commenting import NewComment
from .document import LinesField


class CommentForm(forms.Form):
    """A comment on a clause, or on words that stand in it."""

    wid = forms.ChoiceField(label=_("Clause"))
    quote = ShortText(
        label=_("Words it speaks of"),
        required=False,
        max_length=500,
        help_text=_("As they stand in the clause; left empty, the comment is on the whole clause."),
    )
    text = LinesField(_("Comment"), most=5000, rows=3)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wid"].choices = places  # type: ignore[attr-defined]  # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        new = NewComment(given.get("wid", ""), given.get("text", ""), given.get("quote", ""))
        return {"new": new}


class AnswerForm(forms.Form):
    text = LinesField(_("Answer"), most=5000, rows=2)
