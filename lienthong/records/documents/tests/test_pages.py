"""Every page at every state of a document, for everybody who may open it."""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from lienthong.kernel.audiences.public import mark_refused
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.reference.public import types_titled

from ..actions import appraisal, drafting, opinions, signature
from ..actions.adoption import BroughtFile
from ..actions.drafting import Beginning, start_document
from ..models import Document, Opinion, State
from ..queries.form_check import form_check
from .factories import a_body

pytestmark = pytest.mark.django_db
# Session, account, person, post, notices, counters of the menu: what every page costs.
SHELL = 12


def address(name, *args):
    return reverse(f"documents:{name}", args=args)


def get(client, name, *args, **query):
    response = client.get(address(name, *args), query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_the_specialist_opens_every_page_of_a_draft(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")

    for name in ("document", "details", "text", "recipients", "opinions", "slip"):
        get(client, name, document.pk)
    get(client, "documents")
    get(client, "new")
    get(client, "register")
    wid = document.text.body[0]["wid"]
    get(client, "clause", document.pk, wid)
    get(client, "clause_insert", document.pk, wid)
    assert client.get(address("preview", document.pk)).content.startswith(b"%PDF")


def test_only_a_letter_says_its_subject_under_the_number(signed_in, province):
    resolution, letter = province.draft(), province.draft("official_letter")
    client = signed_in("specialist")

    assert 'class="letter-subject"' not in get(client, "document", resolution.pk)
    assert 'class="letter-subject"' in get(client, "document", letter.pk)


def test_a_stranger_finds_nothing(signed_in, province):
    document = province.draft()
    province.posts["stranger"] = province.post(province.communes[1], "specialist", "Chuyên viên")
    client = signed_in("stranger")

    for name in ("document", "details", "text", "recipients", "opinions", "slip", "preview"):
        assert client.get(address(name, document.pk)).status_code == 404, name
    assert document.subject not in get(client, "documents")


def test_a_draft_is_begun_from_the_empty_form(signed_in, province):
    client = signed_in("specialist")
    response = client.post(
        address("new"),
        {
            "issuer": province.committee.pk,
            "type": "plan",
            "subject": "chăm sóc rừng",
            "urgency": "normal",
            "authority": "T/M",
            "signing_body": "BAN THƯỜNG VỤ",
            "signer": province.posts["secretary"].pk,
        },
    )

    document = Document.objects.get()
    assert response.status_code == 302
    assert response["Location"] == address("write", document.pk)


def test_a_refused_draft_keeps_what_was_typed(signed_in, province):
    client = signed_in("specialist")
    response = client.post(
        address("new"),
        {"issuer": province.committee.pk, "type": "plan", "subject": " ", "urgency": "normal"},
    )

    assert response.status_code == 422
    assert Document.objects.count() == 0


def test_clauses_are_put_in_changed_moved_and_removed_without_script(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")
    wid = document.text.body[0]["wid"]

    def revision():
        document.text.refresh_from_db()
        return document.text.revision

    new = {"revision": revision(), "kind": "section", "where": "after", "heading": "GIẢI PHÁP"}
    assert client.post(address("clause_insert", document.pk, wid), new).status_code == 302
    document.text.refresh_from_db()
    assert [node["marker"] for node in document.text.body] == ["I-", "II-", "III-"]

    edited = {"revision": revision(), "marker": "I-", "heading": "MỤC TIÊU CHUNG", "text": ""}
    assert client.post(address("clause", document.pk, wid), edited).status_code == 302
    moved = {"revision": revision(), "direction": "down"}
    assert client.post(address("clause_move", document.pk, wid), moved).status_code == 302
    removed = {"revision": revision()}
    assert client.post(address("clause_remove", document.pk, wid), removed).status_code == 302
    document.text.refresh_from_db()
    assert [node["heading"] for node in document.text.body] == ["GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN"]


def test_a_change_of_somebody_else_is_not_overwritten(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")
    wid = document.text.body[0]["wid"]
    stale = {"revision": document.text.revision - 1, "marker": "I-", "heading": "KHÁC", "text": ""}

    response = client.post(address("clause", document.pk, wid), stale)

    assert response.status_code == 409
    assert "KHÁC" in response.content.decode()


def test_recipients_are_chosen_at_one_press_and_searched(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")

    assert "An Thành" in get(client, "recipients", document.pk, q="an thanh")
    line = {
        "kind": "unit",
        "label": "Đảng ủy xã An Thành",
        "purpose": "know",
        "unit": province.communes[0].pk,
    }
    assert client.post(address("recipient_add", document.pk), line).status_code == 302
    again = client.post(address("recipient_add", document.pk), line)
    assert again.status_code == 409
    first = document.recipients.first()
    assert client.post(address("recipient_remove", document.pk, first.pk)).status_code == 302
    assert client.post(address("recipient_remove", document.pk, first.pk)).status_code == 404
    reach = {"reach-scope": "branches", "reach-due_on": "31/12/2030"}
    assert client.post(address("reach", document.pk), reach).status_code == 302


def test_who_leaves_the_recipients_saves_how_far_it_is_forwarded(signed_in, province):
    document, client = province.draft(), signed_in("specialist")
    page = client.get(address("recipients", document.pk)).content.decode()
    buttons = re.findall(r"<button([^>]*)>((?:(?!</button>).)*)</button>", page, re.DOTALL)
    saving = [attributes for attributes, words in buttons if "Save and go back" in words]

    saved = client.post(address("reach", document.pk), {"reach-scope": "branches"})

    assert sorted("reach-form" in one for one in saving) == [False, True]
    assert saved.headers["Location"] == address("document", document.pk)
    document.refresh_from_db()
    assert document.scope == "branches"


def test_to_leave_the_recipients_without_a_change_voids_no_initials(signed_in, province):
    document, client = province.initialled(), signed_in("specialist")
    client.post(address("reach", document.pk), {"reach-scope": document.scope})

    assert document.initials.filter(voided_at=None).exists()


def test_a_part_of_another_document_is_not_found_and_nothing_is_edited(signed_in, province):
    document, other = province.draft(), province.draft()
    text = BroughtFile("kem.txt", "Kèm theo".encode())
    attached = drafting.attach_file(other.pk, text, actor=province.actor("specialist"))
    client = signed_in("specialist")

    for name, part in (("recipient_remove", other.recipients.first()), ("detach", attached)):
        before = Document.objects.get(pk=document.pk).changed_at
        assert client.post(address(name, document.pk, part.pk)).status_code == 404
        assert Document.objects.get(pk=document.pk).changed_at == before


def test_bodies_are_asked_answer_and_are_taken_in(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")
    day = timezone.localdate() + dt.timedelta(days=5)
    asked = {
        "ask_opinions-bodies": [province.organisation.pk],
        "ask_opinions-due_on": day.strftime("%d/%m/%Y"),
    }
    assert client.post(address("ask_opinions", document.pk), asked).status_code == 302

    head = signed_in("head")
    wid = document.text.body[0]["children"][0]["wid"]
    assert "Vũ Đức Long" in get(head, "document", document.pk)
    get(head, "opinions", document.pk)
    empty = head.post(address("give_opinion", document.pk), {"stance": "amend", "text": ""})
    assert empty.status_code == 409
    half = {"stance": "", "text": "", f"clause-{wid}": "Thêm số liệu năm 2025."}
    refused = head.post(address("give_opinion", document.pk), half)
    assert refused.status_code == 422
    assert "Thêm số liệu năm 2025." in refused.content.decode()
    given = {"stance": "agree", "text": "", f"clause-{wid}": "Thêm số liệu năm 2025."}
    assert head.post(address("give_opinion", document.pk), given).status_code == 302

    client = signed_in("specialist")
    assert "Thêm số liệu năm 2025." in get(client, "opinions", document.pk)
    opinion = document.opinion_requests.get().opinions.get(wid=wid)
    refused = client.post(
        address("take_in", document.pk, opinion.pk),
        {"take_in-how": "explained", "take_in-answer": ""},
    )
    assert refused.status_code == 409
    taken = {"take_in-how": "accepted", "take_in-answer": ""}
    assert client.post(address("take_in", document.pk, opinion.pk), taken).status_code == 302
    assert "Thêm số liệu năm 2025." in get(client, "slip", document.pk)


def test_the_page_of_a_document_being_sealed_shows_the_sealed_document_by_itself(
    signed_in, certified
):
    document = certified.numbered()
    clerk = signed_in("clerk")
    assert clerk.get(address("document", document.pk))["Refresh"] == "3"

    run_jobs()

    assert "Refresh" not in clerk.get(address("document", document.pk))


def test_the_way_to_issue_goes_over_plain_forms(signed_in, certified):
    document = certified.draft()
    specialist = signed_in("specialist")
    assert specialist.post(address("finalise", document.pk)).status_code == 302
    chief = signed_in("chief")
    get(chief, "document", document.pk)
    assert chief.post(address("initial", document.pk), {"note": ""}).status_code == 302
    get(chief, "document", document.pk)
    from django.core.files.uploadedfile import SimpleUploadedFile

    vote = {
        "body": "Ban Chấp hành",
        "held_on": timezone.localdate().strftime("%d/%m/%Y"),
        "members_count": 11,
        "votes_for": 5,
        "votes_against": 0,
        "votes_abstained": 0,
        "minutes": SimpleUploadedFile("bb.txt", "Biên bản".encode()),
    }
    assert chief.post(address("adoption", document.pk), vote).status_code == 409
    vote |= {"votes_for": 6, "minutes": SimpleUploadedFile("bb.txt", "Biên bản".encode())}
    assert chief.post(address("adoption", document.pk), vote).status_code == 302
    specialist = signed_in("specialist")
    get(specialist, "document", document.pk)
    assert specialist.post(address("submit", document.pk)).status_code == 302
    secretary = signed_in("secretary")
    get(secretary, "document", document.pk)
    at_the_window(certified, secretary, document, "sign", "secretary")
    clerk = signed_in("clerk")
    get(clerk, "document", document.pk)
    at_the_window(certified, clerk, document, "issue", "clerk")
    get(clerk, "document", document.pk)
    run_jobs()
    document.refresh_from_db()
    assert document.state == State.ISSUED
    assert "01-NQ/TU" in get(clerk, "document", document.pk)
    assert "01-NQ/TU" in get(clerk, "register")
    assert "01-NQ/TU" in get(clerk, "documents", tab="issued")
    file = clerk.get(address("file", document.pk), {"download": ""})
    assert file["Content-Disposition"].startswith("attachment")
    assert clerk.get(address("page_image", document.pk, 1)).content.startswith(b"\x89PNG")
    assert clerk.get(address("page_image", document.pk, 99)).status_code == 404
    # A committee that received it reads the file, and only the file.
    certified.staff_commune()
    reader = signed_in("commune_secretary")
    assert reader.get(address("file", document.pk)).status_code == 200
    assert reader.get(address("slip", document.pk)).status_code == 404


def at_the_window(province, client, document, action, who):
    """Led there by the button, back without an answer, and then with one."""
    led_to = client.post(address(action, document.pk))
    assert led_to.status_code == 303
    assert led_to["Location"].startswith(f"{settings.WINDOW}/answer/")
    back = address(f"{action}_back", document.pk)
    assert quote(settings.WEB + back, safe="") in led_to["Location"]
    assert client.get(back).status_code == 302  # nothing was answered: led back calmly
    province.signing.agrees(document, who)
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 302, "coming back once more changes nothing"


def last_button(page):
    """Where the action's own button stands, before the fixed bar."""
    return page[: page.index('class="bar"')].rindex("btn-main")


def test_on_a_phone_the_bar_leads_to_the_fields_and_the_action_stands_after_them(
    signed_in, certified
):
    document = certified.initialled()
    page = get(signed_in("chief"), "document", document.pk)
    assert 'href="#id_held_on"' in page
    assert page.index('name="minutes"') < last_button(page)


def test_nobody_types_a_pin_on_the_page_of_a_document(signed_in, certified):
    for who, document in (("secretary", certified.submitted()), ("clerk", certified.signed())):
        page = get(signed_in(who), "document", document.pk)
        assert 'name="pin"' not in page
        assert 'name="code"' not in page


def test_a_vote_that_makes_no_sense_comes_back_with_what_was_typed(signed_in, province):
    document = province.initialled()
    chief = signed_in("chief")
    assert 'name="minutes" required' in get(chief, "document", document.pk).replace(
        'accept=".docx,.odt,.pdf,.txt" ', ""
    )
    typed = {
        "body": "Ban Chấp hành Đảng bộ tỉnh khóa mới",
        "held_on": "31/02/2026",
        "members_count": "mười một",
        "votes_for": "-3",
        "votes_against": "0",
        "votes_abstained": "0",
    }

    answer = chief.post(address("adoption", document.pk), typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    for kept in ("Ban Chấp hành Đảng bộ tỉnh khóa mới", "31/02/2026", "mười một", "-3"):
        assert f'value="{kept}"' in page, kept
    assert "Attach the minutes of the vote." in page
    document.refresh_from_db()
    assert document.state == State.ADOPTION


def test_the_office_that_issued_sees_who_refused_the_document_and_why(signed_in, certified):
    document = certified.numbered()
    run_jobs()
    document.refresh_from_db()
    commune = certified.staff_commune()
    clerk = certified.actor("commune_clerk")
    mark_refused([document.audience_id], commune, reason="Sai thẩm quyền.", actor=clerk)

    page = get(signed_in("clerk"), "document", document.pk)

    assert "Sai thẩm quyền." in page
    assert str(commune) in page[page.index('id="refusals"') :]
    assert "Sai thẩm quyền." not in get(signed_in("head"), "document", document.pk)


def test_a_document_that_is_set_is_not_warned_about_its_closing_mark(province):
    body = a_body()
    body[-1]["children"][-1]["text"] = "Nghị quyết này phổ biến đến chi bộ./."
    beginning = Beginning(body=body, recipients=province.lines(), scope="branches")
    specialist = province.actor("specialist")
    document = start_document(province.details("plan"), beginning, actor=specialist)
    said = [finding.sentence for finding in form_check(document)]
    assert any("closes with “./.”" in sentence for sentence in said)

    appraisal.finalise(document.pk, actor=specialist)
    appraisal.appraise_and_initial(document.pk, actor=province.actor("chief"))
    document = signature.submit(document.pk, actor=specialist)

    said = [finding.sentence for finding in form_check(document)]
    assert not any("close" in sentence for sentence in said)


def test_a_second_tab_reads_who_has_given_the_initials_and_when(signed_in, province):
    document = province.initialled()
    answer = signed_in("chief").post(address("initial", document.pk), {"note": ""})
    actor = province.actor("chief")

    assert answer.status_code == 409
    told = f"not waiting for appraisal. {actor.name}, {actor.title}, {actor.unit_name}, at "
    assert told in answer.content.decode()


def test_it_is_said_when_offices_issue_documents_of_their_own(signed_in, province):
    page = get(signed_in("specialist"), "new")

    assert "your own office or commission where it has a seal" in page
    assert f'<option value="{province.office.pk}"' not in page


def test_the_list_is_searched_by_what_the_row_shows_of_the_type(signed_in, province):
    resolution, letter = province.draft(), province.draft("official_letter")
    client = signed_in("specialist")

    for words in ("nghị quyết", "nghi quyet", "Nghị"):
        page = get(client, "documents", q=words)
        assert address("document", resolution.pk) in page
        assert address("document", letter.pk) not in page
    with override("vi"):
        assert types_titled("van") == []  # a letter shows no name of its type there


def test_the_register_is_searched_by_the_type(signed_in, certified):
    document = certified.numbered(scope="none")
    client = signed_in("clerk")

    assert document.subject in get(client, "register", q="nghi quyet")
    assert document.subject not in get(client, "register", q="ke hoach")


def test_the_list_needs_few_statements_however_long(
    signed_in, province, django_assert_max_num_queries
):
    for _number in range(12):
        province.draft()
    client = signed_in("specialist")
    get(client, "documents")

    with django_assert_max_num_queries(SHELL + 4):
        get(client, "documents")
    clerk = signed_in("clerk")
    get(clerk, "register")
    with django_assert_max_num_queries(8):
        get(clerk, "register")


@pytest.mark.parametrize("state", ["draft", "finalised", "submitted", "signed", "issued"])
def test_the_page_of_a_document_needs_few_statements(
    signed_in, certified, django_assert_max_num_queries, state
):
    holder = {"draft": "specialist", "finalised": "chief", "submitted": "secretary"}
    if state == "issued":
        document = certified.numbered()
        run_jobs()
    else:
        document = getattr(certified, state)()
    client = signed_in(holder.get(state, "clerk"))
    get(client, "document", document.pk)

    # Before signer and clerk: whether a passkey can answer; the signer has one more counter in the menu.
    more = {"submitted": 2, "signed": 1}
    with django_assert_max_num_queries(14 + more.get(state, 0)):
        get(client, "document", document.pk)


def opinion_of(province, document, who="head"):
    return opinions.give_opinion(
        document.pk, [Opinion(wid="", stance="agree")], actor=province.actor(who)
    )
