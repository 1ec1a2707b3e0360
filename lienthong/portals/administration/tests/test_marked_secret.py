"""What bears a mark of secrecy is stored nowhere, whoever brings it and by which page."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from lienthong.kernel.files.models import StoredFile

from ..models import Intake
from .newcomers import page
from .test_bringing_an_organisation import ALL, admin, brought, commune, workbook

__all__ = ["admin", "commune"]
pytestmark = pytest.mark.django_db
NAME = "to-chuc.xlsx"


def dressed(headed: str = "", extra: str = "") -> bytes:
    book, written = load_workbook(io.BytesIO(workbook(*ALL))), io.BytesIO()
    book.worksheets[0].oddHeader.center.text = headed
    if extra:
        book.create_sheet(extra)["A1"] = "Danh sách cán bộ"
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [(dressed("TUYỆT MẬT"), NAME), (dressed(), "Tổ chức TỐI MẬT.xlsx"), (dressed("", "MẬT"), NAME)],
)
@pytest.mark.parametrize("way", ["intake_bring", "people_import"])
def test_a_workbook_with_a_mark_is_refused_before_it_is_stored(commune, admin, way, data, name):
    given = "intake_bring-file" if way == "intake_bring" else "file"
    before = StoredFile.objects.count()

    refused = admin.post(page(way, commune.pk), {given: SimpleUploadedFile(name, data)})

    assert refused.status_code in (409, 422)
    assert "bears a mark of secrecy" in refused.text
    assert StoredFile.objects.count() == before
    assert not Intake.objects.exists()


def test_a_sheet_that_is_not_read_is_named(commune, admin):
    intake = brought(admin, commune, data=dressed("", "Phụ lục"))

    assert intake.counts["unread"] == ["Phụ lục"]
    assert "Phụ lục" in admin.get(page("intake", intake.pk)).text
    assert admin.post(page("intake_take", intake.pk)).status_code == 302
