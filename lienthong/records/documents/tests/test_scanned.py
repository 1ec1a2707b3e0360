"""A QR on the document, where the installation wants one, leads to the verdict and to nothing else."""

import pytest
from django.urls import reverse

from ..models import State
from .test_whole_life import issued


@pytest.mark.django_db(transaction=True)
def test_whoever_scans_the_document_sees_signer_seal_time_and_verdict(certified, client, settings):
    settings.VERIFICATION_QR = True
    document = issued(certified)
    assert document.state == State.ISSUED, document.trouble
    assert len(document.check_token) > 40

    page = client.get(reverse("verification:scanned", args=[document.check_token]))

    said = page.content.decode()
    assert "The file is valid" in said
    assert "Trần Minh Quang" in said
    assert "Tỉnh ủy Đồng Xuân" in said
    assert document.subject not in said
    assert document.notation not in said


@pytest.mark.django_db(transaction=True)
def test_documents_bear_no_address_unless_the_installation_asks_for_it(certified, client):
    document = issued(certified)
    assert document.check_token == ""
    assert client.get(reverse("verification:scanned", args=["x"])).status_code == 404
