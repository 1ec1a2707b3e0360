from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.ui.fields import FileDrop


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("PDF file of the document"),
        widget=FileDrop,
        help_text=_("The file is checked and not kept."),
    )
