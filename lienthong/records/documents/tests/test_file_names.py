"""The names of files: too long a one is refused with a sentence about it; what is saved has its ending."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.files.public import store
from lienthong.kernel.files.uploads import KINDS, MEDIA_TYPES

from ..brought import LONGEST_NAME
from ..forms import AttachmentForm


@pytest.mark.parametrize(("letters", "accepted"), [(200, True), (201, False), (3000, False)])
def test_the_name_of_a_file_is_as_long_as_a_list_can_show(letters, accepted):
    name = "ê" * (letters - 4) + ".txt"
    form = AttachmentForm(files={"file": SimpleUploadedFile(name, "Văn bản.".encode())})

    assert form.is_valid() is accepted
    if not accepted:
        assert str(LONGEST_NAME) in form.errors["file"][0]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", KINDS)
def test_the_original_is_saved_under_a_name_with_its_ending(province, signed_in, ending):
    document = province.draft()
    document.source_file = store(ending.encode(), media_type=MEDIA_TYPES[KINDS[ending]])
    document.save(update_fields=["source_file"])

    saved = signed_in("specialist").get(reverse("documents:source", args=[document.pk]))

    assert f'filename="ban-goc-{document.pk}{ending}"' in saved.headers["Content-Disposition"]
