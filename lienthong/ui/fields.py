"""Fields and widgets for what officials type: days, choices, long lists, files, one-time codes."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from lienthong.kernel.text.public import in_unicode, one_line
from lienthong.kernel.web.public import way_to
from lienthong.ui.moments import day_off_words

# Django's own sentences, said in our catalogue in the words of an office; ours is read before its own.
SAID_BY_DJANGO = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid value."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Enter a list of values."),
    gettext_noop("“%(pk)s” is not a valid value."),
    gettext_noop("Null characters are not allowed."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("No file was submitted."),
    gettext_noop("No file was submitted. Check the encoding type on the form."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
        "max",
    ),
)


class ShortText(forms.CharField):
    """A name, a title or another text of one line, kept in Unicode and without what is not seen."""

    default_error_messages = {
        "old_letters": _(
            "These are letters of an old font (TCVN3 or VNI). In Unicode they read “%(words)s”: write them so."
        )
    }

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            if words := in_unicode(value):
                said = self.error_messages["old_letters"] % {"words": one_line(words)}
                raise forms.ValidationError(said, code="old_letters")
            value = one_line(value)
        return super().to_python(value)


class DateInput(forms.DateInput):
    """A text field, because the browser's own shows mm/dd on English machines; a calendar comes with the script."""

    template_name = "ui/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


_DAY_AND_HOUR = re.compile(r"\S+ ([01]?\d|2[0-3]):[0-5]\d")
_AS_A_DAY = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b")


_OF_TWO_FIGURES = re.compile(r"\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\s*")
EARLIEST = dt.date(1900, 1, 1)
YEARS_AHEAD = 10


def refuse_no_such_day(typed: Any) -> None:
    """A day written in the right way that no calendar has, as 31/02/2026."""
    if _AS_A_DAY.match(str(typed)):
        raise forms.ValidationError(_("There is no such day."), code="no_such_day")


class DateField(forms.DateField):
    """A day written dd/mm/yyyy, of a year that people live and plan in; a year is never guessed."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Write the date as day/month/year, for example 05/12/2026."),
        "short_year": _("Write the year in four figures, for example 05/12/2026."),
        "too_early": _("Check the year: this day is before 1900."),
        "too_late": _("Check the year: this day is more than ten years ahead."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example 05/12/2026"))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if _OF_TWO_FIGURES.fullmatch(str(value)):
                raise forms.ValidationError(
                    self.error_messages["short_year"], "short_year"
                ) from None
            refuse_no_such_day(value)
            raise

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < EARLIEST:
            raise forms.ValidationError(self.error_messages["too_early"], "too_early")
        if value and value.year > timezone.localdate().year + YEARS_AHEAD:
            raise forms.ValidationError(self.error_messages["too_late"], "too_late")


class DeadlineInput(DateInput):
    """A day that says beside itself when it is a day off."""

    template_name = "ui/widgets/deadline.html"
    remark = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if asked := way_to("day_off"):
            asking = {"hx-get": asked, "hx-target": "next .remark", "hx-trigger": "change"}
            context["widget"]["attrs"] |= asking
        context["widget"]["remark"] = self.remark
        return context


class DeadlineField(DateField):
    """A day by which something is done. It may be a day off: that is said, and not forbidden."""

    widget = DeadlineInput

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if isinstance(self.widget, DeadlineInput) and day:
            self.widget.remark = day_off_words(day)
        return day


class DateTimeField(forms.DateTimeField):
    """A day and an hour written dd/mm/yyyy hh:mm."""

    widget = forms.DateTimeInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "num"})
    default_error_messages = {
        "invalid": _("Write the day and the hour, for example 05/12/2026 17:00.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example 05/12/2026 17:00"))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if _DAY_AND_HOUR.fullmatch(str(value).strip()):
                refuse_no_such_day(value)
            raise


class ChoiceCards(forms.RadioSelect):
    """A few choices of equal weight, each on its own card, with a line of explanation if need be."""

    template_name = "ui/widgets/choice_cards.html"

    def __init__(self, *, hints: Mapping[Any, Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        option["hint"] = self.hints.get(getattr(value, "value", value), "")
        return option


class CheckList(forms.CheckboxSelectMultiple):
    """Many to tick; with the script the list narrows as one types and counts what is ticked."""

    template_name = "ui/widgets/check_list.html"


class LongSelect(forms.Select):
    """One of many; with the script the list narrows as one types."""

    template_name = "ui/widgets/long_select.html"


class FileDrop(forms.FileInput):
    """A plain choice of a file; with the script a file may also be dropped on it."""

    template_name = "ui/widgets/file_drop.html"


class SeveralDrop(FileDrop):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Several files chosen at once, each looked at for itself; too many are refused unread."""

    accepted = ".docx,.odt,.pdf,.txt,.jpg,.jpeg,.png"

    def __init__(self, *, most: int = 10, **options: Any) -> None:
        self.most = most
        widget = SeveralDrop(attrs={"accept": self.accepted, "multiple": True})
        super().__init__(widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            super().clean(None, initial)
        if len(given) > self.most:
            raise forms.ValidationError(
                _("Choose at most %(most)d files."), params={"most": self.most}
            )
        return [super(SeveralFiles, self).clean(one, initial) for one in given]


class CodeInput(forms.TextInput):
    """A code is spent with the try, and not shown again."""

    def format_value(self, value: Any) -> None:
        return None


class OneTimeCode(forms.CharField):
    """The six figures of the second factor."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}
        options.setdefault("widget", CodeInput(attrs=attrs))
        options.setdefault("label", _("Code from the authenticator"))
        options.setdefault("max_length", 12)
        super().__init__(**options)


class PasskeyField(forms.CharField):
    """What the browser brings back from a passkey; a person types nothing of it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.HiddenInput)
        options.setdefault("max_length", 20_000)
        super().__init__(**options)
