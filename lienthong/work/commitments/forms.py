"""What is filled in about tasks: who leads, by when, what was done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.ui.fields import CheckList, DateField, DeadlineField, LongSelect

from .actions.plans import Edited
from .actions.tasks import GivenTask
from .models import Refusal, Rhythm, Task
from .models.plans import Kind
from .queries.about import who_may_direct

LINES = 3
ALL_BELOW = "all"
NOT_CHOSEN = _("Not chosen yet")


def words(label: Any, *, most: int = 4000, rows: int = LINES, hint: Any = "") -> forms.CharField:
    """A field of several lines, kept by the browser until it is sent."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=False,
        help_text=hint,
    )


def short(label: Any, *, most: int = 200, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint)


class AskingForm(forms.Form):
    """A form whose cleaned data are what its action takes."""

    def clean(self) -> dict[str, Any]:
        return super().clean() or {}


class ReasonForm(forms.Form):
    asked = ("reason",)
    reason = words(_("Reason"), most=300)


class NoteForm(forms.Form):
    note = words(_("Note"), most=300)


class PersonField(forms.ModelChoiceField):
    """One of some persons, by name and post."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Post.objects.none(), required=False, empty_label=NOT_CHOSEN, **options
        )

    def label_from_instance(self, post: Any) -> str:
        return f"{post.person}, {post.label}"


class PostForm(AskingForm):
    """The one person who is responsible."""

    responsible = PersonField(label=_("Person responsible"))

    def __init__(self, *args: Any, posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["responsible"].queryset = posts  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        post = super().clean().get("responsible")
        return {"responsible_id": post.pk if post else None}


class RefusalForm(forms.Form):
    asked = ("reason",)
    reason = words(_("Why it is not accepted"))


class RefusalAnswerForm(AskingForm):
    """Given to another, upheld, or withdrawn; each with a reason."""

    asked = ("reason",)
    answer = forms.ChoiceField(label=_("Decision"), choices=Refusal.Answer.choices)
    lead = forms.ChoiceField(
        label=_("The other organisation that leads"), required=False, widget=LongSelect
    )
    reason = words(_("Reason"), most=300)

    def __init__(self, *args: Any, leads: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].choices = _choices(leads)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        lead = given.pop("lead", "")
        return given | {"lead_id": int(lead) if lead else None}


class GiveOnForm(AskingForm):
    """To whom a task is given on: those directly beneath are chosen already."""

    asked = ("units",)
    units = forms.MultipleChoiceField(label=_("Give on to"), widget=CheckList, required=False)

    def __init__(self, *args: Any, units: list[Unit], below: set[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["units"]
        field.choices = [(one.pk, str(one)) for one in units]  # type: ignore[attr-defined]
        field.initial = sorted(below)

    def clean(self) -> dict[str, Any]:
        return {"unit_ids": [int(one) for one in super().clean().get("units", [])]}


class ExtensionForm(forms.Form):
    asked = ("asked_day", "reason")
    asked_day = DeadlineField(label=_("New deadline asked for"), required=False)
    reason = words(_("Why more time is needed"), most=300)


class ExtensionAnswerForm(forms.Form):
    granted_day = DeadlineField(
        label=_("Granted until"), required=False, help_text=_("Leave it empty to refuse.")
    )
    answer = words(_("Words to the lead"), most=300)
    document_words = short(
        _("Document that allows it"), hint=_("Only beyond the usual number of extensions.")
    )


class PauseForm(forms.Form):
    asked = ("reason",)
    reason = words(_("Document or conclusion by which it is paused"), most=300)
    due_on = DeadlineField(
        label=_("New deadline"), required=False, help_text=_("Only if that document gives one.")
    )


def _choices(units: list[Unit], empty: Any = NOT_CHOSEN) -> list[tuple[Any, Any]]:
    return [("", empty), *((one.pk, str(one)) for one in units)]


class TaskForm(AskingForm):
    """A task as the office enters it (rules §2)."""

    asked = ("content", "lead", "due_on", "basis_words")
    content = words(_("Task"), hint=_("One act, in one sentence."))
    lead = forms.ChoiceField(label=_("Leads"), required=False, widget=LongSelect)
    coordinators = forms.MultipleChoiceField(
        label=_("Coordinate"), widget=CheckList, required=False
    )
    coordinator_words = short(_("Coordinators as printed"), most=600)
    directing = PersonField(label=_("Directs"))
    due_kind = forms.ChoiceField(label=_("Deadline"), choices=Task.DueKind.choices)
    due_on = DateField(label=_("Day"), required=False)
    due_words = short(_("Deadline as printed"))
    product = short(_("Product"), most=300)
    authority = short(_("Who concludes or signs"))
    rhythm = forms.ChoiceField(label=_("Reporting"), choices=Rhythm.choices)
    report_months = short(
        _("Months of the reports"), most=40, hint=_("Only if it is reported in the months named.")
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Task.Priority.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices)
    group = short(_("Group"))
    basis = forms.ChoiceField(label=_("Basis"), choices=Task.Basis.choices)
    basis_words = short(
        _("Basis in words"),
        most=300,
        hint=_("A document outside the system, the minutes, or why the task arose."),
    )
    clause = short(_("Clause"), most=120)

    def __init__(self, *args: Any, leads: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["directing"].queryset = who_may_direct(leads[0])  # type: ignore[attr-defined]
        all_below = (ALL_BELOW, _("All organisations directly beneath, each by itself"))
        self.fields["lead"].choices = [*_choices(leads), all_below]  # type: ignore[attr-defined]
        self.fields["coordinators"].choices = [  # type: ignore[attr-defined]
            (one.pk, str(one)) for one in leads[1:]
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        lead, product = given.pop("lead"), given.pop("product")
        coordinators, directing = given.pop("coordinators"), given.pop("directing")
        is_for_all = lead == ALL_BELOW
        return {
            "given": GivenTask(
                lead_id=int(lead) if lead and not is_for_all else None,
                to_all_below=is_for_all,
                coordinator_ids=tuple(int(one) for one in coordinators),
                directing_id=directing.pk if directing else None,
                products=(product,) if product else (),
                **given,
            )
        }


def initial_of(task: Task) -> dict[str, Any]:
    """What the form of a draft holds already."""
    same = [
        "content",
        "due_kind",
        "due_on",
        "due_words",
        "authority",
        "rhythm",
        "priority",
        "kind",
        "group",
        "basis",
        "basis_words",
        "clause",
        "coordinator_words",
        "report_months",
    ]
    product = task.products.first()
    return {name: getattr(task, name) for name in same} | {
        "lead": ALL_BELOW if task.to_all_below else task.lead_id,
        "directing": task.directing_id,
        "coordinators": list(task.coordinations.values_list("unit_id", flat=True)),
        "product": product.words if product else "",
    }


class PeriodForm(forms.Form):
    asked = ("name", "ends_on", "closes_on")
    rhythm = forms.ChoiceField(label=_("Tasks reported"), choices=Rhythm.choices[1:])
    name = short(_("Reporting period"), most=60, hint=_("For example: Quý IV/2026"))
    ends_on = DateField(label=_("Last day of the period"))
    closes_on = DateField(label=_("Reports close on"))


class OpenPlanForm(forms.Form):
    asked = ("title",)
    title = words(_("Title of the plan"), most=500, rows=2)
    year = forms.IntegerField(
        label=_("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


class RejectForm(forms.Form):
    reason = words(_("Reason"), most=300, rows=2)


class SplitForm(forms.Form):
    asked = ("parts",)
    parts = words(_("Parts, one on each line"), rows=6)


class MergeForm(AskingForm):
    others = forms.MultipleChoiceField(label=_("Merge with"), widget=CheckList, required=False)

    def __init__(self, *args: Any, others: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["others"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.clause} · {one.content}"[:200]) for one in others
        ]

    def clean(self) -> dict[str, Any]:
        return {"other_ids": [int(one) for one in super().clean().get("others", [])]}


class EditProposalForm(AskingForm):
    """What was read, to be set right before it is taken into the plan."""

    asked = ("content", "lead")
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    content = words(_("Proposed"))
    lead = forms.ChoiceField(label=_("Leads"), required=False, widget=LongSelect)
    due_kind = forms.ChoiceField(
        label=_("Deadline"), choices=[("", "–"), *Task.DueKind.choices], required=False
    )
    due_on = DateField(label=_("Day"), required=False)
    due_words = short(_("Deadline as printed"))
    product = short(_("Product"), most=300)
    value = forms.DecimalField(
        label=_("Value"), required=False, localize=True, max_digits=16, decimal_places=4
    )
    measure = short(_("Unit of measure"), most=60)

    def __init__(self, *args: Any, leads: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        all_below = (ALL_BELOW, _("All organisations directly beneath, each by itself"))
        self.fields["lead"].choices = [*_choices(leads), all_below]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        lead = given.pop("lead")
        is_for_all = lead == ALL_BELOW
        lead_id = int(lead) if lead and not is_for_all else None
        return {"edited": Edited(lead_id=lead_id, to_all_below=is_for_all, **given)}


class DifficultyForm(AskingForm):
    """What an organisation cannot solve itself, and what it asks of the one above."""

    asked = ("difficulty",)
    difficulty = words(_("Difficulty"), rows=4)
    wanted = words(_("What is asked"), rows=2)
    task = forms.ModelChoiceField(
        label=_("Task it concerns"),
        queryset=Task.objects.none(),
        required=False,
        widget=LongSelect,
        empty_label=NOT_CHOSEN,
    )

    def __init__(self, *args: Any, tasks: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        task = given.pop("task", None)
        return {
            "words": given.get("difficulty", ""),
            "asked": given.get("wanted", ""),
            "task_id": task.pk if task else None,
        }


class AnswerForm(forms.Form):
    asked = ("answer",)
    answer = words(_("Answer"), rows=4)


class BeyondForm(forms.Form):
    asked = ("reason",)
    reason = words(_("In what it went beyond what was required"), most=300)
