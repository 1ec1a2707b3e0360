"""The editor's page and what it sends; versions and what was changed between two."""

import json
import re

import pytest
from django.urls import reverse

from lienthong.kernel.audit.public import AuditEntry
from lienthong.records.texts.clauses.identity import new_wid
from lienthong.records.texts.clauses.pieces import flat
from lienthong.records.texts.models import Text, TextVersion

from ..actions.issuing import cancel_document

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"documents:{name}", args=args)


@pytest.fixture
def draft(province):
    return province.draft()


@pytest.fixture
def client(signed_in):
    return signed_in("specialist")


def text_of(draft):
    return Text.objects.get(pk=draft.text_id)


def sent(client, draft, *puts, drops=(), key="k1", **more):
    text = text_of(draft)
    message = {"revision": more.pop("revision", text.revision), "puts": puts, "drops": list(drops)}
    fields = {"changes": json.dumps(message), "idempotency_key": key, **more}
    return client.post(address("write_changes", draft.pk), fields)


def with_words(draft, words, place=0):
    piece = [one for one in flat(text_of(draft).body) if "lines" in one][place]
    return piece | {"lines": [*piece["lines"][:-1], words]}


def data_of(page):
    start = page.index('<script id="editor-data"')
    start = page.index(">", start) + 1
    return json.loads(page[start : page.index("</script>", start)])


def test_the_page_opens_with_the_text_and_reads_without_scripts(client, draft):
    page = client.get(address("write", draft.pk)).content.decode()

    data = data_of(page)
    assert data["pieces"] == flat(text_of(draft).body)
    assert data["revision"] == text_of(draft).revision
    assert text_of(draft).body[0]["heading"] in page
    assert address("text", draft.pk) in page


def test_every_tool_has_a_name_where_its_word_is_not_shown(client, draft):
    page = client.get(address("write", draft.pk)).content.decode()

    tools = re.findall(r"<button[^>]*data-do[^>]*>.*?</button>", page, re.DOTALL)
    assert len(tools) > 10
    unnamed = [one for one in tools if "<svg" in one and "aria-label" not in one]
    assert unnamed == []


def test_a_draft_that_is_given_up_is_not_opened(client, draft, province):
    cancel_document(draft.pk, reason="Không cần nữa.", actor=province.actor("specialist"))

    answer = client.get(address("write", draft.pk))

    assert answer.status_code == 409
    assert "editor-data" not in answer.content.decode()


def test_what_is_written_is_taken_and_said_once_in_the_history(client, draft):
    answer = sent(client, draft, with_words(draft, "Lời mới."))
    again = sent(client, draft, with_words(draft, "Lời mới hơn."), key="k2")

    assert (answer.status_code, again.json()) == (200, {"revision": text_of(draft).revision})
    assert "Lời mới hơn." in json.dumps(text_of(draft).body, ensure_ascii=False)
    assert AuditEntry.objects.filter(verb="documents.text_edited").count() == 1


def test_what_is_sent_twice_has_one_effect_and_is_led_to_where_the_text_stands(client, draft):
    piece = with_words(draft, "Một lần.") | {"wid": new_wid(), "after": None}
    revision = text_of(draft).revision

    first = sent(client, draft, piece, revision=revision)
    repeat = sent(client, draft, piece, revision=revision)

    assert first.json()["revision"] == text_of(draft).revision == revision + 1
    assert repeat.headers["Location"] == address("write_state", draft.pk)
    stands = client.get(repeat.headers["Location"]).json()
    assert stands == {"revision": revision + 1, "theirs": flat(text_of(draft).body)}


def test_an_editor_that_looks_is_told_who_writes_and_what_it_does_not_know(
    client, draft, signed_in
):
    sent(client, draft, with_words(draft, "Của chuyên viên."))
    state, revision = address("write_state", draft.pk), text_of(draft).revision

    own = client.get(state, {"since": revision}).json()
    chief = signed_in("chief")
    known, old = (chief.get(state, {"since": one}).json() for one in (revision, revision - 1))

    assert own == {"revision": revision}
    assert draft.drafter.person.full_name in known.pop("held")
    assert known == {"revision": revision}
    assert old["theirs"] == flat(text_of(draft).body)


def test_others_words_come_with_the_answer(client, draft):
    revision = text_of(draft).revision
    sent(client, draft, with_words(draft, "Của tab một."))

    answer = sent(client, draft, with_words(draft, "Của tab hai.", 1), key="k2", revision=revision)

    assert answer.json()["theirs"] == flat(text_of(draft).body)


def test_the_same_clause_changed_twice_is_asked_about(client, draft):
    revision, piece = text_of(draft).revision, with_words(draft, "Của tab một.")
    sent(client, draft, piece)

    answer = sent(client, draft, piece | {"lines": ["Khác."]}, key="k2", revision=revision)

    assert (answer.status_code, answer.json()["clash"]) == (412, [piece["wid"]])
    assert answer.json()["pieces"] == flat(text_of(draft).body)


def test_who_writes_is_named_to_whom_comes_second_and_may_be_followed(client, draft, signed_in):
    sent(client, draft, with_words(draft, "Của chuyên viên."))
    chief = signed_in("chief")

    held = sent(chief, draft, with_words(draft, "Của chánh văn phòng.", 1), key="k2")
    page = chief.get(address("write", draft.pk)).content.decode()
    taken = sent(chief, draft, with_words(draft, "Của tôi.", 1), key="k3", take_over="1")

    name = draft.drafter.person.full_name
    assert (held.status_code, name in held.json()["says"], name in page) == (423, True, True)
    assert taken.status_code == 200
    assert AuditEntry.objects.filter(verb="documents.writing_taken_over").exists()


@pytest.mark.parametrize("message", ["", "{}", '{"revision": 1}', "x" * 1000])
def test_what_no_editor_sends_is_refused(client, draft, message):
    answer = client.post(address("write_changes", draft.pk), {"changes": message})

    assert (answer.status_code, text_of(draft).revision) == (400, draft.text.revision)


def test_a_broken_rule_is_said_and_nothing_is_kept_of_it(client, draft):
    answer = sent(client, draft, with_words(draft, "TỐI MẬT"))

    assert answer.status_code == 400
    assert "secrecy" in answer.json()["says"]
    assert text_of(draft).revision == draft.text.revision


def test_pasted_lines_come_back_as_clauses_with_what_is_none(client, draft):
    lines = "Số 12-NQ/TU\nI. MỤC TIÊU\n1. Một là.\n2. Hai là."

    read = client.post(address("write_read", draft.pk), {"lines": lines}).json()

    assert [piece["lines"] for piece in read["pieces"]] == [["MỤC TIÊU"], ["Một là."], ["Hai là."]]
    assert read["left_out"] == ["Số 12-NQ/TU"]


def test_the_preview_shows_the_text_as_it_is_now(client, draft):
    before = client.get(address("write_preview", draft.pk)).json()
    sent(client, draft, with_words(draft, "Lời mới."))
    after = client.get(address("write_preview", draft.pk)).json()

    assert before["mark"] != after["mark"]
    assert client.get(after["pages"][0]).content.startswith(b"\x89PNG")


def test_a_version_is_kept_by_name_and_compared(client, draft):
    client.post(
        address("keep_version", draft.pk), {"name": "Trước khi họp", "idempotency_key": "v"}
    )
    sent(client, draft, with_words(draft, "Lời mới <b>.", 1))
    kept = TextVersion.objects.get(label="Trước khi họp")

    listed = client.get(address("versions", draft.pk)).content.decode()
    page = client.get(address("compare", draft.pk), {"from": kept.number}).content.decode()

    assert "Trước khi họp" in listed
    assert "<ins>Lời mới &lt;b&gt;.</ins>" in page
    assert client.get(address("compare", draft.pk), {"from": "99"}).status_code == 404
    assert AuditEntry.objects.filter(verb="documents.version_kept").exists()


def test_a_save_costs_a_bounded_number_of_statements(client, draft, django_assert_max_num_queries):
    sent(client, draft, with_words(draft, "Một."))

    with django_assert_max_num_queries(37):
        sent(client, draft, with_words(draft, "Hai."), key="k2")
