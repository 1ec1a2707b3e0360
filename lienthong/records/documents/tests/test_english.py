"""In English the pages say types and posts in English; what is printed or registered stays Vietnamese."""

import pytest
from django.conf import settings as project
from django.urls import reverse

from lienthong.kernel.people.factors import enrol_app
from lienthong.kernel.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, province, settings, tmp_path):
    """A page as the specialist reads it, in English unless another language is named."""
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    account = Account.objects.create(person=province.posts["specialist"].person, username="minh")
    enrol_app(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(account)

    def page(name, *args, language="en"):
        client.cookies[project.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(reverse(f"documents:{name}", args=args))
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def test_the_types_to_choose_from_are_english_with_the_printed_name_beside(read):
    assert "Resolution (Nghị quyết)" in read("new")
    in_vietnamese = read("new", language="vi")
    assert "Nghị quyết" in in_vietnamese
    assert "Resolution" not in in_vietnamese


def test_a_document_says_its_type_and_keeps_its_printed_title(read, province):
    document = province.draft()
    page = read("document", document.pk)
    assert document.title in page
    assert ">Resolution<" in page


def test_the_slip_says_the_post_of_the_drafter_in_english(read, province):
    document = province.draft()
    assert ", Specialist (" in read("slip", document.pk)
    assert ", Chuyên viên (" in read("slip", document.pk, language="vi")


def test_a_list_leads_the_printed_title_with_the_english_word(read, province):
    document = province.draft()
    assert f">Resolution: {document.title}</a>" in read("documents")
    assert f">{document.title}</a>" in read("documents", language="vi")


def test_the_register_names_types_as_they_were_entered(read, certified):
    certified.numbered()
    page = read("register")
    assert ">Nghị quyết</td>" in page
