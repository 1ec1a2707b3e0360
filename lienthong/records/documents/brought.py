"""The field for a file that somebody brings along: what acts is cleaned, what is a scan was looked at."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lienthong.kernel.files.public import FileActs, FileRefused, cleaned_copy, inspect_upload
from lienthong.ui.fields import FileDrop

from .actions.adoption import BroughtFile

ACCEPTED_FILES = {"accept": ".docx,.odt,.pdf,.txt"}


class BroughtFileDrop(FileDrop):
    """A choice of a file; of one that acts, a cleaned copy is offered for the same file to be chosen again.

    Who brings a scan says of it what nobody can read here: that it bears no mark of secrecy.
    """

    template_name = "documents/brought_file.html"
    offered, agreed = "", ""  # hashes of files: a yes is good for the file it was asked about
    bears_no_mark = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.agreed = data.get(f"{name}-cleaned", "")
        self.bears_no_mark = bool(data.get(f"{name}-unmarked"))
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["offered"] = self.offered
        return context


LONGEST_NAME = 200
MOST_AT_ONCE = 20


class BroughtFileField(forms.FileField):
    """A file with the draft, or one that travels along."""

    def __init__(self, **options: Any) -> None:
        widget = BroughtFileDrop(attrs=ACCEPTED_FILES)
        super().__init__(widget=widget, max_length=LONGEST_NAME, **options)

    def clean(self, data: Any, initial: Any = None) -> BroughtFile:
        assert isinstance(self.widget, BroughtFileDrop)
        upload = super().clean(data, initial)
        content = upload.read()
        try:
            inspect_upload(content, upload.name)
        except FileActs as acts:
            return self._cleaned(upload.name, content, acts)
        except FileRefused:
            pass  # the action says why
        return BroughtFile(upload.name, content, bears_no_mark=self.widget.bears_no_mark)

    def _cleaned(self, name: str, content: bytes, acts: FileActs) -> BroughtFile:
        """The copy somebody agreed to, having read what would be taken out."""
        assert isinstance(self.widget, BroughtFileDrop)
        original, found = sha256(content).hexdigest(), [str(one) for one in acts.found]
        if self.widget.agreed != original:
            self.widget.offered = original
            raise forms.ValidationError(found)
        said = self.widget.bears_no_mark
        return BroughtFile(name, cleaned_copy(content, name), original, " ".join(found), said)


class ManyBroughtDrop(BroughtFileDrop):
    allow_multiple_selected = True


class BroughtFilesField(BroughtFileField):
    """Several files chosen at once: of a single one that acts a cleaned copy is offered, as ever; of several,
    the action says of each why it is not taken.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = ManyBroughtDrop(attrs={**ACCEPTED_FILES, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[BroughtFile]:  # type: ignore[override]  # a list of them
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and not self.required:
            return []
        if len(given) < 2:
            return [super().clean(given[0] if given else None, initial)]
        if len(given) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Choose at most %(most)d files.") % {"most": MOST_AT_ONCE}
            )
        assert isinstance(self.widget, BroughtFileDrop)
        said = self.widget.bears_no_mark
        uploads = [forms.FileField.clean(self, one, initial) for one in given]
        return [BroughtFile(one.name, one.read(), bears_no_mark=said) for one in uploads]
