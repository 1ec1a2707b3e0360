"""What people type is asked for clearly and handed back kindly."""

import contextlib
import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, number_format

from lienthong.ui import fields


class Direction(forms.Form):
    words = forms.CharField(label="Direction", help_text="In one sentence.")
    due_on = fields.DateField(label="Deadline", required=False)
    wide = forms.BooleanField(label="To every branch", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("a", "A"), ("b", "B")],
        widget=fields.ChoiceCards(hints={"a": "first"}),
    )
    document = forms.FileField(label="Paper", required=False, widget=fields.FileDrop)


def post_form(form):
    source = '{% load ui %}{% post_form url="/x/" form=form %}{{ form }}{% endpost_form %}'
    return Template(source).render(Context({"form": form, "csrf_token": "NOTPROVIDED"}))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["23/11/2026", "23-11-2026", "2026-11-23"])
def test_a_day_is_written_day_first(language, typed):
    with translation.override(language):
        form = Direction({"words": "x", "kind": "a", "due_on": typed})

        assert form.is_valid(), form.errors
        assert form.cleaned_data["due_on"] == dt.date(2026, 11, 23)


def test_a_day_without_noughts_is_understood_and_shown_with_them():
    with translation.override("vi"):
        form = Direction({"words": "x", "kind": "a", "due_on": "5/12/2026"})
        shown = str(Direction(initial={"due_on": dt.date(2026, 12, 5)})["due_on"])

        assert form.is_valid()
        assert form.cleaned_data["due_on"] == dt.date(2026, 12, 5)
        assert 'value="05/12/2026"' in shown
        assert 'type="text"' in shown
        assert 'inputmode="numeric"' in shown


def test_days_and_figures_are_printed_the_vietnamese_way():
    with translation.override("vi"):
        assert date_format(dt.date(2026, 11, 23), "SHORT_DATE_FORMAT") == "23/11/2026"
        assert number_format(1114071.5, 2, force_grouping=True) == "1.114.071,50"


def test_an_hour_may_stand_after_the_day():
    with translation.override("vi"):
        assert fields.DateTimeField().clean("05/12/2026 17:00").strftime("%H:%M %d") == "17:00 05"


def test_each_error_is_summed_up_with_a_way_to_its_field():
    with translation.override("en"):
        form = Direction({"due_on": "tomorrow"})
        form.add_error(None, "The register is closed.")
        drawn = post_form(form)

    assert "Please check 3 places below." in drawn
    assert "<li>The register is closed.</li>" in drawn
    assert '<a href="#id_words">Direction: This field is required.</a>' in drawn
    assert 'href="#id_kind"' in drawn, "a group of choices is reached through its fieldset"
    assert 'id="id_kind" tabindex="-1"' in drawn
    assert 'aria-describedby="id_words_helptext id_words_error"' in drawn
    assert 'value="tomorrow"' in drawn, "what was typed is kept"


def test_what_may_stay_empty_says_so():
    with translation.override("en"):
        drawn = post_form(Direction())

    assert drawn.count("(optional)") == 2
    assert 'enctype="multipart/form-data"' in drawn


def test_a_file_can_be_chosen_without_a_script():
    assert '<input type="file" name="document"' in str(Direction()["document"])
    form = Direction({"words": "x", "kind": "a"}, {"document": SimpleUploadedFile("a.txt", b"a")})
    assert form.is_valid()


def test_nothing_is_chosen_beforehand_and_choices_weigh_the_same():
    drawn = str(Direction()["kind"])

    assert "checked" not in drawn
    assert "<small>first</small>" in drawn


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        (forms.CharField(), ""),
        (forms.CharField(max_length=3), "four"),
        (forms.CharField(), "a\0b"),
        (forms.IntegerField(), "many"),
        (forms.IntegerField(min_value=1), "0"),
        (forms.IntegerField(max_value=5), "6"),
        (forms.ChoiceField(choices=[("a", "A")]), "b"),
        (forms.MultipleChoiceField(choices=[("a", "A")]), ["b"]),
        (forms.MultipleChoiceField(choices=[("a", "A")]), "b"),
        (forms.FileField(), None),
        (forms.FileField(), SimpleUploadedFile("a.pdf", b"")),
        (forms.FileField(max_length=3), SimpleUploadedFile("long.pdf", b"x")),
        (forms.RegexField("^a$"), "b"),
    ],
)
def test_what_django_says_of_an_entry_is_said_in_our_own_words(field, entry):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(entry)

    (error,) = refused.value.error_list
    ours = set()
    for sentence in fields.SAID_BY_DJANGO:
        with contextlib.suppress(KeyError):  # a sentence that names other facts
            ours.add(sentence % (error.params or {}))
    assert error.messages[0] in ours


class Deadline(forms.Form):
    due_on = fields.DeadlineField(label="Deadline", required=False)


@pytest.mark.django_db
def test_a_deadline_on_a_day_off_is_remarked_and_not_forbidden():
    with translation.override("vi"):
        sunday, monday = Deadline({"due_on": "20/12/2026"}), Deadline({"due_on": "21/12/2026"})

        assert sunday.is_valid()
        assert sunday.cleaned_data["due_on"] == dt.date(2026, 12, 20)
        assert "Chủ Nhật, 20/12/2026 là ngày nghỉ." in str(sunday["due_on"])
        assert monday.is_valid()
        assert "ngày nghỉ" not in str(monday["due_on"])


def test_a_deadline_not_yet_typed_asks_the_database_nothing():
    assert '<p class="remark" role="status"></p>' in str(Deadline()["due_on"])


def test_a_label_that_is_a_sentence_ends_before_the_colon_of_the_summary():
    class Tick(forms.Form):
        looked = forms.BooleanField(label="I have looked at every page.")

    assert "I have looked at every page: This field" in post_form(Tick({}))
