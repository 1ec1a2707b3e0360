"""A file under a name that is too long is refused with a sentence about the name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ..forms import LONGEST_NAME, AttachmentForm


@pytest.mark.parametrize(("letters", "accepted"), [(200, True), (201, False), (3000, False)])
def test_the_name_of_a_file_is_as_long_as_a_list_can_show(letters, accepted):
    name = "ê" * (letters - 4) + ".txt"
    form = AttachmentForm(files={"file": SimpleUploadedFile(name, "Văn bản.".encode())})

    assert form.is_valid() is accepted
    if not accepted:
        assert str(LONGEST_NAME) in form.errors["file"][0]
