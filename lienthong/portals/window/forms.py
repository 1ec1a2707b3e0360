"""What a person types at the window. PIN and passkey answers are never shown again."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lienthong.records.signing.pins import refuse_easy
from lienthong.records.signing.sentences import Refused

NUMBER_DIGITS = 8
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
PIN = {"autocomplete": "off", "inputmode": "numeric"}


class PlainForm(forms.Form):
    """A form that works without scripts: what is missing is said by the page that comes back."""

    use_required_attribute = False
    error_css_class = "invalid"

    def refuse(self, sentence: str) -> None:
        """The signer's refusal, over the form as it was filled in."""
        self.add_error(None, sentence)


class ProofForm(PlainForm):
    """The signing PIN and the code of the holder's device."""

    def forget_code(self) -> None:
        """A code the signer has refused is good for nothing any more: the field waits for the next one."""
        self.data = {name: value for name, value in self.data.items() if name != "code"}

    pin = forms.CharField(
        label=_("Signing PIN"),
        max_length=64,
        strip=False,
        widget=forms.PasswordInput(attrs=PIN),
        error_messages={"required": _("The PIN is missing.")},
    )
    code = forms.RegexField(
        label=_("One-time signing code"),
        help_text=_("Six figures from the authenticator app, entry “Liên Thông”."),
        regex=r"^\s*\d{3}\s*\d{3}\s*$",
        max_length=16,
        widget=forms.TextInput(attrs=CODE),
        error_messages={
            "required": _("The code is missing."),
            "invalid": _("A signing code has six figures."),
        },
    )


class KnowForm(ProofForm):
    """A proof of a key, by passkey or by PIN and code."""

    credential = forms.CharField(required=False, max_length=16_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("credential"):
            self.fields["pin"].required = self.fields["code"].required = False


class AnswerForm(KnowForm):
    """An answer to what is laid: proven by passkey, or by PIN and code; with the check number where one is asked."""

    number = forms.RegexField(
        label=_("Check number"),
        regex=rf"^(?:\s*\d){{{NUMBER_DIGITS}}}\s*$",
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "class": "code number"}
        ),
        error_messages={
            "required": _("The check number is missing."),
            "invalid": _("A check number has eight figures."),
        },
    )

    def __init__(self, *args: Any, number_of: str = "", tries: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number_of:
            hint = gettext(
                "Ask %(name)s for the eight figures, face to face or by a telephone number you know. "
                "Nobody else is shown them."
            ) % {"name": number_of}
            left = ngettext("%(n)d try is left.", "%(n)d tries are left.", tries) % {"n": tries}
            self.fields["number"].help_text = f"{hint} {left}"
        else:
            del self.fields["number"]


class EnrolForm(PlainForm):
    """The PIN of a coming key, chosen by its holder; founders add the code from the signer's console."""

    pin = forms.RegexField(
        label=_("Your new PIN"),
        help_text=_(
            "6 to 12 figures that nobody guesses: at least three different ones, no date, no row, no repetition."
        ),
        regex=r"^\d{6,12}$",
        strip=False,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
        error_messages={
            "required": _("The PIN is missing."),
            "invalid": _("A PIN has 6 to 12 figures."),
        },
    )
    pin_again = forms.CharField(
        label=_("PIN once more"),
        max_length=12,
        strip=False,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password"}),
        error_messages={"required": _("Type the PIN once more.")},
    )
    founding_code = forms.CharField(
        label=_("Founding code"),
        help_text=_("Printed at the console of the signer; good for an hour, once."),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("The founding code is missing.")},
    )

    def __init__(self, *args: Any, is_founding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_founding:
            del self.fields["founding_code"]

    def clean_pin(self) -> str:
        """What the signer refuses as too easy is said beside the field, before anything begins."""
        pin: str = self.cleaned_data["pin"]
        try:
            refuse_easy(pin)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence.said(gettext)) from refused
        return pin

    def clean_pin_again(self) -> str:
        again: str = self.cleaned_data["pin_again"]
        if again != self.cleaned_data.get("pin", again):
            raise forms.ValidationError(_("The two PINs are not the same."))
        return again


class PasskeyForm(ProofForm):
    """A new passkey, and the proof that its holder is the key's."""

    credential = forms.CharField(
        max_length=16_000,
        widget=forms.HiddenInput,
        error_messages={"required": _("No passkey was made. Try again.")},
    )
    # What this browser was asked, sealed by the window.
    state = forms.CharField(max_length=2_000, widget=forms.HiddenInput)
    # The answer of a passkey the key has already, instead of PIN and code.
    assertion = forms.CharField(required=False, max_length=16_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("assertion"):
            self.fields["pin"].required = self.fields["code"].required = False


class EmptyForm(PlainForm):
    """Only a press of the button."""
