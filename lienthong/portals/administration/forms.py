"""What an administrator fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Role
from lienthong.kernel.units.public import Unit, UnitIdentifier, UnitKind, UnitQuerySet
from lienthong.ui.fields import CheckList, DateField, FileDrop, LongSelect, ShortText

# Nothing is chosen for who fills in the form.
CHOOSE = ("", _("Choose one"))
# The register of arrivals, among the types of what goes out.
ARRIVALS = "incoming"


def offer(field: Any, possible: Sequence[UnitKind] | Sequence[Role]) -> None:
    field.choices = [CHOOSE, *((one.value, one.label) for one in possible)]


class AmongThose(forms.ChoiceField):
    """What is possible is offered; what is sent besides is refused by the action, with its reason."""

    def __init__(self, *, every: type[TextChoices], **options: Any) -> None:
        self.every = every
        super().__init__(**options)

    def valid_value(self, value: str) -> bool:
        return value in self.every.values


class ByDecision(forms.Form):
    """On which decision it is done: needed wherever a second person confirms it."""

    asked: tuple[str, ...] = ("decision_number", "decision_on", "decision_issuer")
    decision_number = ShortText(
        label=_("Number of the decision"),
        max_length=60,
        required=False,
        help_text=_(
            "Number, day and issuer are needed where a second person confirms it; else name them where there is one"
        ),
    )
    decision_on = DateField(label=_("Day of the decision"), required=False)
    decision_issuer = ShortText(
        label=_("Who issued the decision"),
        max_length=200,
        required=False,
        help_text=_("As in “Ban Thường vụ Tỉnh ủy”"),
    )


class UnitForm(ByDecision):
    kind = AmongThose(label=_("Kind"), every=UnitKind)
    name_body = ShortText(
        label=_("Name of the organisation"),
        max_length=200,
        help_text=_("As in “Đảng bộ xã Tân Phú”"),
    )
    name_committee = ShortText(
        label=_("Name of the committee"),
        max_length=200,
        required=False,
        help_text=_("As in “Đảng ủy xã Tân Phú”; empty for a branch or an office"),
    )
    symbol = ShortText(label=_("Symbol in document numbers"), max_length=24, required=False)
    place = ShortText(label=_("Place printed before the date"), max_length=60, required=False)
    has_register = forms.BooleanField(
        label=_("Keeps a register and a seal (has a clerk)"), required=False
    )
    serves_parent = forms.BooleanField(
        label=_("Serves the superior committee (an office or commission)"), required=False
    )
    on = DateField(label=_("From"))
    is_another = forms.BooleanField(
        label=_("It is another organisation, though one here has the same name"), required=False
    )
    field_order = [
        "kind",
        "name_body",
        "name_committee",
        "symbol",
        "place",
        "has_register",
        "serves_parent",
        "on",
    ]

    def __init__(self, *args: Any, kinds: Sequence[UnitKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["kind"], kinds)


class RenameForm(ByDecision):
    name_body = ShortText(label=_("Name of the organisation"), max_length=200)
    name_committee = ShortText(label=_("Name of the committee"), max_length=200, required=False)
    on = DateField(label=_("From"))
    field_order = ["name_body", "name_committee", "on"]


class PrintedForm(forms.Form):
    symbol = ShortText(label=_("Symbol in document numbers"), max_length=24, required=False)
    place = ShortText(label=_("Place printed before the date"), max_length=60, required=False)
    superior_printed = ShortText(
        label=_("Superior outside this system"),
        max_length=200,
        required=False,
        help_text=_("Only of the topmost organisation here; else its superior stands in the tree"),
    )


class UnitChoice(forms.ModelChoiceField):
    widget = LongSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_label=CHOOSE[1], **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class AmongUnits(forms.Form):
    """A form with a choice among organisations."""

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitChoice):
                field.queryset = units


class MoveForm(AmongUnits):
    to_parent = UnitChoice(label=_("New superior organisation"), queryset=Unit.objects.none())
    on = DateField(label=_("From"))


class DissolveForm(AmongUnits, ByDecision):
    successor = UnitChoice(
        label=_("Organisation that takes over"), queryset=Unit.objects.none(), required=False
    )
    on = DateField(label=_("No longer from"))
    field_order = ["successor", "on"]


class IdentifierForm(forms.Form):
    scheme = forms.ChoiceField(label=_("Scheme"), choices=UnitIdentifier.Scheme)
    value = forms.RegexField(
        label=_("Identifier"),
        max_length=35,
        regex=r"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$",
        error_messages={"invalid": _("A code has letters and digits, in groups joined by dots.")},
    )
    on = DateField(label=_("From"))


class TermForm(forms.Form):
    starts_on = DateField(
        label=_("First day of the term"), help_text=_("The day after the congress closed")
    )
    is_meant = forms.BooleanField(
        label=_("This first day is meant, though it is asked back"), required=False
    )


class NumbersForm(forms.Form):
    """With which number a register goes on whose first numbers stand on paper."""

    register = forms.ChoiceField(label=_("Register"), widget=LongSelect)
    last_number = forms.IntegerField(label=_("Last number on paper"), min_value=1)
    basis = ShortText(
        label=_("Basis"),
        max_length=300,
        help_text=_("The register on paper: its name, who keeps it, the day it was closed"),
    )

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        arrivals = _("Arrivals of %(year)d") % {"year": timezone.localdate().year}
        choices = [CHOOSE, (ARRIVALS, arrivals), *types]
        self.fields["register"].choices = choices  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    full_name = ShortText(label=_("Full name"), max_length=120)
    born_on = DateField(label=_("Born on"), required=False)


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Filled-in workbook (.xlsx)"),
        widget=FileDrop(attrs={"accept": ".xlsx"}),
    )


class PostForm(forms.Form):
    """A post among the roles that are possible where it is given."""

    role = AmongThose(label=_("Role"), every=Role)
    title = ShortText(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("As printed under a signature"),
    )
    on = DateField(label=_("From"))

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["role"], roles)


class PostDecision(ByDecision):
    """The decision that gives a post: only a member of a branch or a group is entered without."""

    decision_number = ShortText(
        label=_("Number of the decision"),
        max_length=60,
        required=False,
        help_text=_(
            "Number, day and issuer are needed for every post but that of a Party member; whoever leads the organisation is notified of it"
        ),
    )


class DecisionForm(PostDecision):
    """One with power is not given without what it decides either, and a second person confirms it."""

    asked = (*ByDecision.asked, "decision_about")
    decision_about = ShortText(
        label=_("What the decision decides"),
        max_length=300,
        required=False,
        help_text=_(
            "Needed, with the decision, for a post that signs, heads, issues, administers or audits; it takes effect when a second person has confirmed it"
        ),
    )


class RowForm(PersonForm, PostForm, PostDecision):
    """One line of a sheet; a post with power is not given by the dozen."""

    field_order = ["full_name", "born_on", "role", "title", "on"]


class RegisterForm(DecisionForm, RowForm):
    pass


class AppointForm(AmongUnits, DecisionForm, PostForm):
    unit = UnitChoice(label=_("Organisation"), queryset=Unit.objects.none())
    field_order = ["unit", "role", "title", "on"]


class AddForm(AppointForm, PersonForm):
    """Somebody new, and the first post, wherever the administrator gives posts."""

    field_order = ["full_name", "born_on", "unit", "role", "title", "on"]


class TransferForm(AmongUnits):
    unit = UnitChoice(label=_("New branch"), queryset=Unit.objects.none())
    on = DateField(label=_("Transferred on"))


class DayForm(forms.Form):
    on = DateField(label=_("No longer from"))


class LendForm(forms.Form):
    """Who acts for one's post, in which days, and on which document that rests."""

    to_person = forms.TypedChoiceField(
        label=_("Who acts for the post"), coerce=int, widget=LongSelect
    )
    on = DateField(label=_("From"))
    until = DateField(label=_("To the end of"))
    basis = ShortText(
        label=_("Basis"),
        max_length=300,
        help_text=_("The document that assigns it: number, day, who signed it"),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_person"].choices = [CHOOSE, *people]  # type: ignore[attr-defined]


class SlipsForm(forms.Form):
    people = forms.TypedMultipleChoiceField(label=_("Who is invited"), coerce=int, widget=CheckList)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    username = forms.CharField(
        label=_("Sign-in name"), max_length=64, help_text=_("Letters, digits and dots")
    )


class ReasonForm(forms.Form):
    reason = ShortText(label=_("Reason"), max_length=200)


def _next_year() -> int:
    return timezone.localdate().year + 1


class HolidaysForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2024, max_value=2100, initial=_next_year)
    tet_days_before = forms.TypedChoiceField(
        label=_("The five days of Tết"),
        coerce=int,
        choices=[
            (
                before,
                _("%(before)s before the new year, %(after)s from its first day")
                % {"before": before, "after": 5 - before},
            )
            for before in (1, 2, 3)
        ],
    )
    national_day_from = forms.TypedChoiceField(
        label=_("National Day"),
        coerce=int,
        choices=[(1, _("1 and 2 September")), (2, _("2 and 3 September"))],
    )
    basis = ShortText(label=_("By which decision"), max_length=200)
    is_checked = forms.BooleanField(
        label=_("Compared with the text of the decision"), required=False
    )


class ExchangeForm(forms.Form):
    free_on = DateField(label=_("Working day given free"), required=False)
    worked_on = DateField(label=_("Day of rest that is worked"), required=False)
    basis = ShortText(label=_("By which decision"), max_length=200)
    is_checked = forms.BooleanField(
        label=_("Compared with the text of the decision"), required=False
    )


class EntryForm(forms.Form):
    """Of which entry about days off: the row that led here has chosen it."""

    entry = forms.TypedChoiceField(label=_("What was entered"), coerce=int)
    reason = ShortText(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, entries: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [CHOOSE, *entries]  # type: ignore[attr-defined]


class CorrectDayForm(EntryForm):
    day = DateField(label=_("The right day"))
    basis = ShortText(label=_("By which decision"), max_length=200)
    is_checked = forms.BooleanField(
        label=_("Compared with the text of the decision"), required=False
    )
    field_order = ["entry", "day", "basis", "is_checked", "reason"]
