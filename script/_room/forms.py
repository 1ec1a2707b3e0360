from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    asked = ("subject",)
    subject = forms.CharField(label=_("What it is about"), max_length=200, required=False)
