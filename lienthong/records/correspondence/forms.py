"""The shape of what people write on an arrived document."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Post, members_of
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document
from lienthong.ui.fields import CheckList, ChoiceCards, DeadlineField, LongSelect, SeveralFiles

from .actions.result_files import BroughtFile
from .models import Assignment, Direction, TimeRequest
from .public import Instruction
from .queries.around import usual_deadline
from .queries.received import (
    answering_documents,
    assignable_bodies,
    bodies_with_persons,
    persons_of_bodies,
)


class PartsForm(forms.Form):
    """Who leads, who takes part and by when; pickers that are plain lists work without a script."""

    words = ""  # the field in which it is said what is to be done
    lead = forms.ModelChoiceField(
        label=_("Leads"),
        queryset=Unit.objects.none(),
        widget=LongSelect,
        required=False,
        empty_label=_("Choose a body"),
    )
    person = forms.ModelChoiceField(
        label=_("Person of the body that leads"),
        queryset=Post.objects.none(),
        widget=LongSelect,
        required=False,
        empty_label=_("The body says who"),
    )
    coordinators = forms.ModelMultipleChoiceField(
        label=_("Coordinate"), queryset=Unit.objects.none(), widget=CheckList, required=False
    )
    informed = forms.ModelMultipleChoiceField(
        label=_("For information"), queryset=Unit.objects.none(), widget=CheckList, required=False
    )
    due_on = DeadlineField(label=_("Handle by"), required=False)
    expected = forms.ChoiceField(
        label=_("Report of the result"), choices=Direction.Result.choices, required=False
    )

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            self.initial.setdefault("due_on", usual_deadline())
        bodies = bodies_with_persons(unit)
        for name in ("lead", "coordinators", "informed"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = bodies
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = persons_of_bodies(unit)
        # The lists show the same bodies: they are read once.
        person.choices = [("", _("The body says who")), *_named_in(bodies)]
        choices = [(body.pk, str(body)) for body in bodies]
        self.fields["lead"].choices = [("", _("Choose a body")), *choices]  # type: ignore[attr-defined]  # a list
        for name in ("coordinators", "informed"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a list

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        instruction = Instruction(
            lead_id=given["lead"].pk if given["lead"] else None,
            coordinator_ids=tuple(unit.pk for unit in given["coordinators"]),
            know_ids=tuple(unit.pk for unit in given["informed"]),
            instruction=given[self.words],
            due_on=given["due_on"],
            expected=given["expected"] or Direction.Result.NOTE,
            person_id=given["person"].pk if given["person"] else None,
        )
        return {"given": instruction}


def _named_in(bodies: Iterable[Unit]) -> Iterator[tuple[int, str]]:
    for body in bodies:
        for one in body.posts_named:  # type: ignore[attr-defined]  # annotated
            post = Post(title=one["title"], role=one["role"])
            yield one["pk"], f"{one['name']}, {post} · {body}"


class DirectionForm(PartsForm):
    asked = ("lead", "instruction")
    words = "instruction"
    instruction = forms.CharField(
        label=_("Directing opinion"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": "instruction"}),
        required=False,
    )
    field_order = (
        "lead", "person", "coordinators", "informed", "instruction", "due_on", "expected"
    )  # fmt: skip


class ProposalForm(PartsForm):
    """The direction as the office proposes it; without a body that leads it is an opinion in words."""

    asked = ("opinion",)
    words = "opinion"
    opinion = forms.CharField(
        label=_("Proposed opinion"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": "opinion"}),
        required=False,
    )
    field_order = ("opinion", "lead", "person", "coordinators", "informed", "due_on", "expected")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        given: Instruction = cleaned["given"]
        chosen = (given.lead_id, given.person_id, given.coordinator_ids, given.know_ids)
        has_parts = any(chosen)
        return {"opinion": given.instruction, "given": given if has_parts else None}


class AgreeForm(forms.Form):
    """Nothing is typed; it says which proposal the page shows."""

    of_page = ("proposal_id",)
    proposal_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Direction | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["proposal_id"] = proposal.pk if proposal else None


class HandOnForm(forms.Form):
    """To whom of one's own body the part goes, and what is to be done."""

    asked = ("post", "words")
    post = forms.ModelChoiceField(
        label=_("To"),
        queryset=Post.objects.none(),
        widget=LongSelect,
        required=False,
        empty_label=_("Choose a person"),
    )
    words = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        choices = [(post.pk, f"{post.person.full_name}, {post}") for post in posts]
        field.choices = [("", _("Choose a person")), *choices]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        post = given.pop("post", None)
        return given | {"post_id": post.pk if post else None}


class AnswerForm(forms.Form):
    """The result in words or by a document: one of them is asked for."""

    asked: tuple[str, ...] = ("document", "attached")
    note = forms.CharField(
        label=_("Result"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-draft": "answer"}),
        required=False,
    )
    document = forms.ModelChoiceField(
        label=_("By a document"),
        queryset=Document.objects.none(),
        widget=LongSelect,
        required=False,
        empty_label=_("Without a document"),
        help_text=_("A document your organisation has issued."),
    )

    attached = SeveralFiles(
        label=_("Attached files"),
        required=False,
        max_length=200,
        help_text=_("Word, PDF or pictures: at most ten, up to 20 MB each. Nothing marked secret."),
    )
    bears_no_mark = forms.BooleanField(
        label=_("I have looked at every page; it bears no mark of secrecy."), required=False
    )

    def __init__(self, *args: Any, assignment: Assignment, **options: Any) -> None:
        super().__init__(*args, **options)
        if assignment.answer_draft is not None and assignment.answer_draft.is_issued:
            self.initial.setdefault("document", assignment.answer_draft_id)
        field = self.fields["document"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = answering_documents(assignment)
        if assignment.wants_document:
            field.help_text = _(
                "The leader asks for a document; choose the one your body has issued."
            )
        else:
            self.asked = ("note", "document", "attached")
            self.fields["note"].help_text = _(
                "Write the result, or choose the document that answers."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        document, said = given.pop("document", None), given.pop("bears_no_mark", False)
        files = [
            BroughtFile(one.name, one.read(), said) for one in given.pop("attached", None) or []
        ]
        return given | {"document_id": document.pk if document else None, "files": files}


class ReasonForm(forms.Form):
    """Why something is refused or returned."""

    asked: tuple[str, ...] = ("reason",)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class ReassignForm(ReasonForm):
    """Whose part goes to which other body, and why."""

    asked = ("part", "to_unit", "reason")
    part = forms.TypedChoiceField(label=_("The part of"), coerce=int, required=False)
    to_unit = forms.ModelChoiceField(
        label=_("goes to"),
        queryset=Unit.objects.none(),
        widget=LongSelect,
        required=False,
        empty_label=_("Choose a body"),
    )
    field_order = asked

    def __init__(self, *args: Any, direction: Direction | None, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = direction.assignments.all() if direction else []
        field, bodies = self.fields["part"], self.fields["to_unit"]
        assert isinstance(field, forms.TypedChoiceField)
        assert isinstance(bodies, forms.ModelChoiceField)
        field.choices = [
            (one.pk, f"{one.unit} ({one.get_part_display()})") for one in parts if one.is_awaited
        ]
        bodies.queryset = assignable_bodies(unit)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        part, to_unit = given.pop("part", None), given.pop("to_unit", None)
        return given | {"part_id": part or None, "to_unit_id": to_unit.pk if to_unit else None}


class ExtensionForm(ReasonForm):
    """The new deadline, and why."""

    asked = ("due_on", "reason")
    due_on = DeadlineField(label=_("Handle by"), required=False)
    field_order = asked


class TimeForm(ReasonForm):
    """Until when a body asks to be given, and why."""

    asked = ("until", "reason")
    until = DeadlineField(label=_("Time needed until"), required=False)
    field_order = asked


class TimeAnswerForm(forms.Form):
    """What the leader says to a request for more time; it says which one the page shows."""

    of_page = ("request_id",)
    asked = ("outcome",)
    request_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (TimeRequest.Outcome.GRANTED, _("Grant what was asked for")),
            (TimeRequest.Outcome.CHANGED, _("Grant until the day below")),
            (TimeRequest.Outcome.DECLINED, _("Decline")),
        ],
        widget=ChoiceCards,
        required=False,
    )
    until = DeadlineField(label=_("Until another day"), required=False)
    words = forms.CharField(
        label=_("Words to the body"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Needed where you decline."),
    )

    def __init__(self, *args: Any, request: TimeRequest | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["request_id"] = request.pk if request else None


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class BriefingForm(forms.Form):
    """Who was not there when the branch briefed its members."""

    asked = ("absent", "all_present")
    absent = forms.MultipleChoiceField(
        label=_("Absent"),
        widget=CheckList,
        required=False,
        help_text=_("Tick only those who were absent."),
    )
    # A full house is said, not left out: nobody records it by one quick tap.
    all_present = forms.BooleanField(label=_("Nobody was absent"), required=False)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["absent"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(person.pk), person.full_name) for person in members_of(unit)]
        self.member_count = len(field.choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        absent, all_present = bool(given.get("absent")), bool(given.get("all_present"))
        if absent and all_present:
            raise forms.ValidationError(
                _(
                    "You ticked persons as absent and also said that nobody was: keep one of the two."
                )
            )
        if not absent and not all_present:
            raise forms.ValidationError(
                _("Tick those who were absent, or say that nobody was absent.")
            )
        return {"absent_ids": [int(key) for key in given.get("absent", ())]}
