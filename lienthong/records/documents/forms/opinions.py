"""The shape of what is asked, answered and taken in about a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.units.public import Unit
from lienthong.ui.fields import CheckList, ChoiceCards, DeadlineField

from ..models import Opinion
from ..queries.typed import Typed, opinions_typed, tidied, to_be_kept, typed_in
from ..queries.wordings import Pieces
from .document import LinesField, choose_from

LONGEST_REMARK, LONGEST_WORDING = 5_000, 30_000


class AskForm(forms.Form):
    """Whose official opinion is asked, and by when."""

    bodies = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Bodies"), widget=CheckList
    )
    due_on = DeadlineField(label=_("Answers by"))

    def __init__(self, *args: Any, bodies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_from(self, bodies=bodies)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        bodies = [body.pk for body in given.get("bodies", ())]
        return {"unit_ids": bodies, "due_on": given.get("due_on")}


class OpinionForm(forms.Form):
    """A body's answer: on the whole draft; single clauses follow beneath each clause."""

    stance = forms.ChoiceField(
        label=_("The body's opinion on the whole draft"),
        choices=Opinion.Stance.choices,
        widget=ChoiceCards,
    )
    text = LinesField(_("In words"), most=5000, rows=4, required=False)

    def __init__(
        self, *args: Any, sent_out: Pieces, begun: Mapping[str, str] | None = None, **options: Any
    ) -> None:
        self.sent_out, self.begun = sent_out, begun or {}
        super().__init__(*args, **(options | {"initial": dict(self.begun)}))

    @property
    def typed(self) -> dict[str, Typed]:
        """What was typed beneath single clauses, also beneath one that is there no longer."""
        return typed_in(self._fields_sent(), self.sent_out)

    def _fields_sent(self) -> dict[str, str]:
        sent = self.data if self.is_bound else self.begun
        return {name: str(sent[name]) for name in sent}

    def clean(self) -> dict[str, Any]:
        """The opinion on the whole, and those on each clause beneath which something was typed."""
        given = self.cleaned_data
        self._refuse_endless()
        whole = Opinion(stance=given.get("stance", ""), text=given.get("text", ""))
        return {"opinions": [whole, *opinions_typed(self._fields_sent(), self.sent_out)]}

    def _refuse_endless(self) -> None:
        for typed in self.typed.values():
            if (
                len(typed.remark) > LONGEST_REMARK
                or max(map(len, typed.said), default=0) > LONGEST_WORDING
            ):
                raise forms.ValidationError(
                    _("An opinion on one clause is too long. Say it in fewer words.")
                )


class OpinionInTheMakingForm(OpinionForm):
    """The same, to be gone on with later: nothing need be said yet."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stance"].required = False

    def clean(self) -> dict[str, Any]:
        self._refuse_endless()
        return {"typed": to_be_kept(self._fields_sent(), self.sent_out)}


class TakeInForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How it was taken in"),
        choices=Opinion.TakenIn.choices[1:],
    )
    answer = LinesField(_("Explanation"), most=5000, required=False)


class PutInForm(forms.Form):
    """The words that are put into the text: those proposed, or what the drafter made of them."""

    of_page = ("revision",)
    how = forms.ChoiceField(
        label=_("How it was taken in"),
        choices=[one for one in Opinion.TakenIn.choices if one[0] in ("accepted", "partly")],
    )
    answer = LinesField(_("Explanation"), most=5000, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Sequence[str], words: Sequence[str], **options: Any):
        super().__init__(*args, **options)
        self.boxes = [f"wording_{number}" for number in range(len(columns))]
        for name, column, one in zip(self.boxes, columns, words, strict=True):
            rows = min(14, 2 + len(one) // 38)
            self.fields[name] = LinesField(
                column, most=30_000, rows=rows, required=False, initial=one
            )

    @property
    def wording(self) -> list[forms.BoundField]:
        return [self[name] for name in self.boxes]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        wording = [tidied(given.get(name) or "") for name in self.boxes]
        return {name: given.get(name) for name in ("how", "answer", "revision")} | {
            "wording": wording
        }
