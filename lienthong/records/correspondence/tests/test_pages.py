"""The pages: what they show to whom, and that they work without a script."""

import pytest
from django.urls import reverse

from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import a_post
from lienthong.records.correspondence.actions import handling, receiving
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.models import Assignment, IncomingDocument, Reminder


@pytest.fixture
def incoming(house, resolution):
    return register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))


def page_of(received):
    return reverse("correspondence:received", args=[received.audience_id])


def action(name, received):
    return reverse(f"correspondence:{name}", args=[received.audience_id])


def directed(house, incoming):
    given = Instruction(house.building.pk, "Tham mưu.", (house.inspection.pk,))
    handling.direct(incoming.pk, given=given, actor=house.actor("secretary"))


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("clerk", "You need to register this document"),
        ("secretary", "Sender"),
        ("branch_secretary", "Waiting for Đảng ủy xã An Thành to forward it"),
        ("member", "Waiting for Đảng ủy xã An Thành to forward it"),
        ("province_head", "You need to confirm"),
    ],
)
def test_the_page_of_a_new_document(enter, resolution, who, words):
    answer = enter(who).get(page_of(resolution))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert resolution.notation in answer.content.decode()


@pytest.mark.parametrize("who", ["head", "inspector", "province_clerk", "province_specialist"])
def test_outsiders_find_nothing(enter, resolution, who):
    inside = enter(who)

    for address in (
        page_of(resolution),
        reverse("correspondence:file", args=[resolution.audience_id, "received"]),
        reverse("correspondence:verdict", args=[resolution.audience_id, "received"]),
    ):
        assert inside.get(address).status_code == 404
    assert inside.get(reverse("correspondence:received", args=[999999])).status_code == 404


def test_reading_marks_the_document_as_opened(enter, house, resolution):
    enter("committee_member").get(page_of(resolution))

    assert Receipt.objects.get(unit=house.commune, audience=resolution.audience).opened_at


def test_the_sealed_file_is_given_byte_for_byte(enter, resolution):
    address = reverse("correspondence:file", args=[resolution.audience_id, "received"])
    answer = enter("clerk").get(address)

    assert answer.content == resolution.sealed_file.read()
    assert answer.headers["Content-Type"] == "application/pdf"


def test_the_verdict_on_a_broken_file_is_said_in_words(enter, resolution):
    address = reverse("correspondence:verdict", args=[resolution.audience_id, "received"])
    answer = enter("clerk").get(address)

    assert "cannot be trusted" in answer.content.decode()


def test_the_clerk_registers_in_one_press(enter, house, resolution):
    answer = enter("clerk").post(action("register", resolution), follow=True)

    assert IncomingDocument.objects.get().number.number == 1
    assert "number of arrival 1/" in answer.content.decode()


def test_a_repeated_press_has_one_effect(enter, resolution):
    clerk = enter("clerk")
    first = clerk.post(action("register", resolution), {"idempotency_key": "một"})
    again = clerk.post(action("register", resolution), {"idempotency_key": "một"})

    assert (first.status_code, again.status_code) == (302, 302)
    assert IncomingDocument.objects.count() == 1


def test_a_second_clerk_is_told_that_it_is_registered_and_by_whom(
    house, enter, resolution, incoming
):
    second = a_post(house.commune, Role.CLERK, title="Văn thư")
    house.posts["second_clerk"] = second
    # Opening it afterwards is not what came in between.
    enter("secretary").get(page_of(resolution))
    answer = enter("second_clerk").post(action("register", resolution))

    assert answer.status_code == 409
    first = f"{house.posts['clerk'].person.full_name}, Văn thư, {house.commune}, at "
    told = f"already registered under the number of arrival 1/{incoming.year}. {first}"
    assert told in answer.content.decode()


def test_a_refusal_without_a_reason_comes_back_on_the_form(enter, resolution):
    answer = enter("clerk").post(action("refuse", resolution), {"refuse-reason": " "})

    assert answer.status_code == 409
    assert "Say why the document is refused" in answer.content.decode()


def test_the_office_proposes_and_the_leader_directs_with_plain_forms(
    house, enter, resolution, incoming
):
    enter("chief").post(action("propose", resolution), {"opinion": "Kính trình."})
    page = enter("secretary").get(page_of(resolution)).content.decode()
    assert 'name="lead"' in page
    assert 'type="checkbox"' in page

    answer = enter("secretary").post(
        action("direct", resolution),
        {
            "lead": house.building.pk,
            "coordinators": [house.inspection.pk],
            "instruction": "Tham mưu kế hoạch.",
            "due_on": "31/12/2030",
            "expected": "note",
        },
        follow=True,
    )

    assert answer.status_code == 200
    assert set(Assignment.objects.values_list("unit_id", "part")) == {
        (house.building.pk, "lead"),
        (house.inspection.pk, "coordinate"),
    }


def test_a_broken_direction_keeps_what_was_written(house, enter, resolution, incoming):
    answer = enter("secretary").post(
        action("direct", resolution), {"instruction": "Khẩn trương.", "expected": "note"}
    )

    assert answer.status_code == 409
    assert "Choose the body that leads" in answer.content.decode()
    assert "Khẩn trương." in answer.content.decode()


def test_a_wrong_day_is_an_error_of_the_form(enter, house, resolution, incoming):
    answer = enter("secretary").post(
        action("direct", resolution),
        {
            "lead": house.building.pk,
            "instruction": "Làm",
            "due_on": "31/02/2026",
            "expected": "note",
        },
    )

    assert answer.status_code == 422


def test_the_body_answers_and_the_office_closes(house, enter, resolution, incoming):
    given = Instruction(house.building.pk, "Tham mưu.")
    handling.direct(incoming.pk, given=given, actor=house.actor("secretary"))
    assert "Tham mưu." in enter("specialist").get(page_of(resolution)).content.decode()

    enter("head").post(action("answer", resolution), {"note": "Đã hoàn thành."})
    assert "Đã hoàn thành." in enter("chief").get(page_of(resolution)).content.decode()
    enter("chief").post(action("close", resolution), {})

    assert IncomingDocument.objects.get().state == "closed"


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("register", "secretary"),
        ("propose", "clerk"),
        ("direct", "chief"),
        ("answer", "secretary"),
        ("close", "clerk"),
        ("receive", "member"),
        ("brief_members", "member"),
        ("remind", "chief"),
    ],
)
def test_a_action_is_not_found_by_who_holds_it_nowhere(enter, resolution, name, who):
    assert enter(who).post(action(name, resolution)).status_code == 404


def test_a_reader_learns_of_every_body_that_is_still_at_work(house, enter, resolution, incoming):
    directed(house, incoming)

    page = enter("secretary").get(page_of(resolution)).content.decode()

    nothing = page[page.index("Nothing to do for you now") :]
    callout = nothing[: nothing.index("</div>")]
    assert str(house.building) in callout
    assert str(house.inspection) in callout


def test_a_branch_receives_in_one_tap_and_passes_on_after_the_meeting(
    house, enter, resolution, incoming
):
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    members = house.members(27)
    branch = enter("branch_secretary")

    branch.post(action("receive", resolution))
    page = branch.get(page_of(resolution)).content.decode()
    assert "27 members" in page
    assert '<fieldset id="id_absent"' in page
    assert 'href="#id_absent"' in page
    hasty = branch.post(action("brief_members", resolution), {})
    assert hasty.status_code == 422
    assert "nobody was absent" in hasty.content.decode()
    answer = branch.post(action("brief_members", resolution), {"absent": members[:4]}, follow=True)

    assert "Briefed 23/27" in answer.content.decode()
    cards = branch.get(reverse("correspondence:incoming") + "?tab=passed_on").content.decode()
    assert "Briefed 23/27" in cards


def test_a_branch_reads_letter_and_original_beside_each_other(house, enter, resolution, incoming):
    letter = house.letter(resolution.audience)
    receiving.note_forwarding(letter.pk)

    page = enter("branch_secretary").get(page_of(resolution) + "?show=letter").content.decode()

    assert letter.notation in page
    assert reverse("correspondence:file", args=[resolution.audience_id, "letter"]) in page


def test_the_answer_asks_for_one_of_two_and_says_whose_direction_it_follows(
    house, enter, resolution, incoming
):
    directed(house, incoming)
    page = enter("head").get(page_of(resolution)).content.decode()
    asked = page[page.index('id="act"') :]
    form = asked[: asked.index("</form>")]

    assert "Write the result, or choose the document that answers." in form
    assert "(optional)" not in form
    instruction = page.index("Tham mưu.")
    assert page.index("Directing opinion") < instruction
    assert house.actor("secretary").name in page[page.index("Directing opinion") : instruction]
    assert "Tham mưu." not in form, "it is read once, above"


def test_an_answer_that_must_be_a_document_says_so(house, enter, resolution, incoming):
    given = Instruction(house.building.pk, "Tham mưu.", expected="document")
    handling.direct(incoming.pk, given=given, actor=house.actor("secretary"))

    page = enter("head").get(page_of(resolution)).content.decode()

    assert "The leader asks for a document" in page
    assert "Write the result, or choose" not in page


def test_the_leader_reads_the_proposal_before_the_form(house, enter, resolution, incoming):
    handling.propose(incoming.pk, opinion="Giao Ban Xây dựng Đảng.", actor=house.actor("chief"))

    page = enter("secretary").get(page_of(resolution)).content.decode()

    assert page.index("Giao Ban Xây dựng Đảng.") < page.index('id="act-form"')
    assert 'class="field-row"' not in page


def test_absent_and_nobody_absent_contradict_each_other(house, enter, resolution, incoming):
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    members = house.members(3)
    branch = enter("branch_secretary")
    branch.post(action("receive", resolution))

    answer = branch.post(
        action("brief_members", resolution), {"absent": members[:1], "all_present": "on"}
    )

    assert answer.status_code == 422
    assert "keep one of the two" in answer.content.decode()


def test_the_steps_of_a_branch_name_who_took_them(house, enter, resolution, incoming):
    receiving.note_forwarding(house.letter(resolution.audience).pk)
    branch, secretary = enter("branch_secretary"), house.actor("branch_secretary")
    branch.post(action("receive", resolution))
    branch.post(action("brief_members", resolution), {"all_present": "on"})

    steps = branch.get(page_of(resolution)).context["steps"]

    assert [(one.state, one.by) for one in steps[-2:]] == [("done", secretary.name)] * 2


def test_the_committee_begins_its_letter_from_the_page(house, enter, resolution, incoming):
    handling.file_away(incoming.pk, note="", actor=house.actor("secretary"))
    page = enter("clerk").get(page_of(resolution)).content.decode()
    assert "Draft the forwarding letter" in page

    answer = enter("clerk").post(action("forward_with_letter", resolution))

    assert answer.status_code == 302
    assert "/outgoing/" in answer.headers["Location"]


def test_the_register_of_the_year_lists_the_numbers_of_arrival(enter, resolution, incoming):
    page = enter("clerk").get(reverse("correspondence:register_of_arrivals")).content.decode()

    assert resolution.notation in page
    for asked in ("?print=1", "?year=²²²²", "?year=9999"):
        address = reverse("correspondence:register_of_arrivals") + asked
        assert enter("clerk").get(address).status_code == 200


def test_a_branch_keeps_no_register(enter, resolution):
    address = reverse("correspondence:register_of_arrivals")

    assert enter("branch_secretary").get(address).status_code == 404


def test_the_board_its_numbers_the_table_and_the_reminder(house, enter, resolution, incoming):
    clerk = enter("province_clerk")
    board = reverse("correspondence:board", args=[resolution.audience_id])

    assert "Đảng ủy xã An Thành" in clerk.get(board).content.decode()
    below = clerk.get(f"{board}?place={house.commune.pk}").content.decode()
    assert "Chi bộ thôn Đông" in below
    whom = reverse("correspondence:whom_to_remind", args=[resolution.audience_id])
    asked = clerk.get(f"{whom}?place={house.commune.pk}").content.decode()
    assert f'name="place" value="{house.commune.pk}"' in asked
    for number in ("units", "received", "not_received", "briefed"):
        address = reverse("correspondence:board_units", args=[resolution.audience_id, number])
        assert clerk.get(address).status_code == 200
    table = clerk.get(f"{board}?as=csv")
    assert "Đảng ủy xã Bình Lạc" in table.content.decode("utf-8-sig")
    answer = clerk.post(action("remind", resolution), {"place": house.province.pk}, follow=True)
    assert "being reminded" in answer.content.decode()
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize("who", ["other_clerk", "clerk"])
def test_a_lower_committee_finds_only_its_own_branch_of_the_board(house, enter, resolution, who):
    board = reverse("correspondence:board", args=[resolution.audience_id])
    foreign = house.commune if who == "other_clerk" else house.other

    assert enter(who).get(f"{board}?place={foreign.pk}").status_code == 404
    assert enter(who).get(f"{board}?place={house.province.pk}").status_code == 404


def test_the_board_is_not_there_for_a_branch(enter, resolution):
    board = reverse("correspondence:board", args=[resolution.audience_id])

    assert enter("branch_secretary").get(board).status_code == 404


@pytest.mark.parametrize("who", ["province_clerk", "province_chief", "province_specialist"])
def test_the_issuing_office_finds_its_boards(house, enter, resolution, who):
    page = enter(who).get(reverse("correspondence:boards")).content.decode()

    assert reverse("correspondence:board", args=[resolution.audience_id]) in page


@pytest.mark.parametrize("who", ["branch_secretary", "member", "province_head"])
def test_others_have_no_boards(enter, who):
    assert enter(who).get(reverse("correspondence:boards")).status_code == 404


@pytest.mark.parametrize(
    ("tab", "found_by"),
    [
        ("assigned", {"chief", "head", "specialist"}),
        ("by_name", {"chief", "head", "specialist", "committee_member", "branch_secretary"}),
        ("own_body", {"chief", "head"}),
        ("all", {"chief", "head", "specialist", "committee_member"}),
        ("closed", {"chief", "head", "specialist", "committee_member"}),
        # Who has no list of a unit is shown the first of their own, whatever was asked.
        ("nonsense", {"head", "specialist"}),
    ],
)
def test_every_tab_is_there_for_those_whose_list_it_is(
    house, enter, resolution, incoming, tab, found_by
):
    directed(house, incoming)
    for who in ("chief", "head", "committee_member", "branch_secretary", "specialist"):
        answer = enter(who).get(reverse("correspondence:incoming"), {"tab": tab})
        assert answer.status_code == (200 if who in found_by else 404), who


def test_the_list_is_searched_by_type_number_subject_and_sender(enter, house, resolution):
    clerk = enter("clerk")

    typed = ("nghị quyết", "nghi quyet rung")  # the row begins with the name of the type
    for words in (resolution.notation, "rung ngap", "tinh uy", *typed):
        found = clerk.get(reverse("correspondence:incoming"), {"q": words}).content.decode()
        assert resolution.subject in found
        everything = clerk.get(reverse("correspondence:incoming"), {"tab": "all", "q": words})
        assert resolution.subject in everything.content.decode()
    for words in ("không có", "báo cáo"):
        missed = clerk.get(reverse("correspondence:incoming"), {"q": words}).content.decode()
        assert resolution.subject not in missed


@pytest.mark.parametrize(
    ("who", "name"), [("province_chief", "boards"), ("branch_secretary", "incoming")]
)
def test_every_list_is_searched_by_the_type(enter, house, resolution, who, name):
    inside = enter(who)
    tab = {"tab": "waiting"} if name == "incoming" else {}

    found = inside.get(reverse(f"correspondence:{name}"), {**tab, "q": "nghi quyet"})
    missed = inside.get(reverse(f"correspondence:{name}"), {**tab, "q": "ke hoach"})

    assert resolution.subject in found.content.decode()
    assert resolution.subject not in missed.content.decode()


@pytest.mark.parametrize(
    ("who", "tab"), [("clerk", "all"), ("clerk", "to_register"), ("branch_secretary", "waiting")]
)
@pytest.mark.parametrize("counted", [0, 1000])
def test_a_page_that_there_is_not_is_the_last_one(
    enter, house, resolution, who, tab, counted, monkeypatch
):
    monkeypatch.setattr("lienthong.ui.lists.paging.MOST_COUNTED", counted)
    address = reverse("correspondence:incoming")
    for asked in ({"page": "99"}, {"page": "99", "q": resolution.notation}):
        answer = enter(who).get(address, {"tab": tab, **asked})
        assert resolution.subject in answer.content.decode()
