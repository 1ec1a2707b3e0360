"""The proposal that is the direction; a part handed on within a body; results with files; the answering letter."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.records.correspondence.actions import handling, within
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.outside import Described, register_outside
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.actions.result_files import BroughtFile
from lienthong.records.correspondence.models import IncomingDocument, ResultFile
from lienthong.records.correspondence.queries.handled import standing_proposals
from lienthong.records.correspondence.queries.received import received_for

from .scans import a_letter


@pytest.fixture
def incoming(house, resolution):
    return register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))


def proposal(house, **changes):
    given = {
        "lead_id": house.building.pk,
        "instruction": "",
        "coordinator_ids": (house.inspection.pk,),
        "due_on": timezone.localdate() + dt.timedelta(days=7),
    }
    return Instruction(**(given | changes))


def proposed(house, incoming, **changes):
    given = proposal(house, **changes)
    words = "Giao Ban Xây dựng Đảng tham mưu."
    return handling.propose(incoming.pk, opinion=words, given=given, actor=house.actor("chief"))


def directed(house, incoming):
    proposed(house, incoming)
    return agreed(house, incoming, stands(incoming))


def stands(incoming):
    """What the leader's page shows of the proposal: its key."""
    return standing_proposals().filter(incoming=incoming.pk).values_list("pk", flat=True).first()


def agreed(house, incoming, proposal_id, who="secretary"):
    return handling.agree(incoming.pk, proposal_id=proposal_id, actor=house.actor(who))


def page_of(incoming, name="received"):
    return reverse(f"correspondence:{name}", args=[incoming.audience_id])


def steps_on(house, *who):
    return {name: [one.step for one in desk_of(house.actor(name))] for name in who}


# --- The proposal is the direction ----------------------------------------------------------------


def test_a_proposal_lies_on_nobodys_desk_and_lets_nobody_read_before_it_is_agreed_to(
    house, incoming
):
    proposed(house, incoming)

    assert steps_on(house, "head", "specialist", "inspector") == {
        "head": [], "specialist": [], "inspector": [],
    }  # fmt: skip
    assert received_for(house.actor("inspector"), incoming.audience_id) is None


def test_the_leader_agrees_with_one_press_and_what_was_proposed_counts(house, incoming):
    direction = directed(house, incoming)

    assert direction.instruction == "Giao Ban Xây dựng Đảng tham mưu."
    assert direction.due_on == timezone.localdate() + dt.timedelta(days=7)
    assert {one.unit_id: one.part for one in direction.assignments.all()} == {
        house.building.pk: "lead",
        house.inspection.pk: "coordinate",
    }
    assert direction.given_by_id == house.actor("secretary").post_id
    assert steps_on(house, "head", "inspector") == {"head": ["handle"], "inspector": ["handle"]}


def test_the_leader_changes_what_was_proposed(house, incoming):
    proposed(house, incoming)
    other = proposal(
        house, lead_id=house.inspection.pk, coordinator_ids=(), instruction="Kiểm tra."
    )
    handling.direct(incoming.pk, given=other, actor=house.actor("secretary"))

    assert steps_on(house, "head", "inspector") == {"head": [], "inspector": ["handle"]}


@pytest.mark.parametrize("who", ["chief", "head", "other_secretary"])
def test_only_a_leader_of_the_committee_agrees(house, incoming, who):
    proposed(house, incoming)
    with pytest.raises(PermissionDenied):
        agreed(house, incoming, stands(incoming), who)


def test_words_alone_are_a_proposal_to_which_nobody_can_agree_by_one_press(house, incoming):
    handling.propose(incoming.pk, opinion="Kính trình.", actor=house.actor("chief"))
    with pytest.raises(RuleBroken, match="Nothing has been proposed"):
        agreed(house, incoming, None)


def test_a_proposal_that_was_returned_is_not_agreed_to(house, incoming, enter):
    proposed(house, incoming)
    read = stands(incoming)
    handling.return_proposal(incoming.pk, reason="Nêu rõ hơn.", actor=house.actor("secretary"))

    page = enter("secretary").get(page_of(incoming)).content.decode()
    assert page_of(incoming, "agree") not in page
    with pytest.raises(RuleBroken, match="The proposal has changed"):
        agreed(house, incoming, read)


def test_a_later_proposal_in_words_alone_takes_the_place_of_a_whole_one(house, incoming):
    proposed(house, incoming)
    read = stands(incoming)
    handling.return_proposal(incoming.pk, reason="Nêu rõ hơn.", actor=house.actor("secretary"))
    handling.propose(incoming.pk, opinion="Kính trình.", actor=house.actor("chief"))

    secretary = house.actor("secretary")
    assert received_for(secretary, incoming.audience_id).proposal is None
    with pytest.raises(RuleBroken, match="The proposal has changed"):
        agreed(house, incoming, read)


def test_a_proposal_that_a_direction_has_overtaken_is_not_agreed_to(house, incoming, enter):
    proposed(house, incoming)
    read = stands(incoming)
    other = proposal(house, lead_id=house.inspection.pk, coordinator_ids=(), instruction="Khác.")
    handling.direct(incoming.pk, given=other, actor=house.actor("secretary"))
    handling.return_assignment(incoming.pk, reason="Không.", actor=house.actor("inspector"))

    with pytest.raises(RuleBroken, match="The proposal has changed"):
        agreed(house, incoming, read)
    page = enter("secretary").get(page_of(incoming)).content.decode()
    assert page_of(incoming, "agree") not in page
    assert "You need to assign the body" in page


def test_who_has_read_an_earlier_proposal_reads_the_new_one_before_agreeing(house, incoming, enter):
    proposed(house, incoming)
    read = stands(incoming)
    handling.return_proposal(incoming.pk, reason="Nêu rõ hơn.", actor=house.actor("secretary"))
    proposed(house, incoming, lead_id=house.inspection.pk, coordinator_ids=())
    client, address = enter("secretary"), page_of(incoming, "agree")
    refused = client.post(address, {"proposal_id": read})

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "The proposal has changed. Read it again." in page
    assert f'name="proposal_id" value="{stands(incoming)}"' in page, "the page has what stands now"
    assert IncomingDocument.objects.get(pk=incoming.pk).state == "proposed"
    client.post(address, {"proposal_id": stands(incoming)})
    assert steps_on(house, "head", "inspector") == {"head": [], "inspector": ["handle"]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lead_id": None}, "Choose the body that leads"),
        ({"due_on": dt.date(2026, 1, 2)}, "lies in the past"),
    ],
)
def test_a_proposal_is_held_to_the_rules_of_a_direction(house, incoming, changes, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        proposed(house, incoming, **changes)

    assert IncomingDocument.objects.get(pk=incoming.pk).state == "registered"


def test_a_person_who_was_proposed_by_name_has_the_part_of_the_body(house, incoming, enter):
    named = house.posts["specialist"]
    proposed(house, incoming, person_id=named.pk)

    shown = enter("secretary").get(page_of(incoming)).text
    assert named.person.full_name in shown
    assert not desk_of(house.actor("specialist")).exists()

    agreed(house, incoming, stands(incoming))
    assert steps_on(house, "head", "specialist", "inspector") == {
        "head": [],
        "specialist": ["handle"],
        "inspector": ["handle"],
    }
    within.take_back(incoming.pk, reason="Việc của cả ban.", actor=house.actor("head"))
    assert steps_on(house, "head") == {"head": ["handle"]}


def test_only_a_person_of_the_body_that_leads_is_named(house, incoming, enter):
    for who in ("inspector", "clerk", "secretary"):
        with pytest.raises(RuleBroken, match="of the body that leads"):
            proposed(house, incoming, person_id=house.posts[who].pk)

    page = enter("chief").get(page_of(incoming))
    form = page.context["actions"].main.form
    offered = {str(value) for value, _said in form["person"].field.choices if value}
    assert offered == {
        str(house.posts[who].pk) for who in ("chief", "head", "specialist", "inspector")
    }


def test_the_leaders_page_shows_the_proposal_and_one_press_is_enough(house, incoming, enter):
    proposed(house, incoming)
    client = enter("secretary")
    page = client.get(page_of(incoming)).content.decode()
    assert "Ban Xây dựng Đảng" in page
    assert reverse("correspondence:direct", args=[incoming.audience_id]) not in page
    assert f'name="proposal_id" value="{stands(incoming)}"' in page

    client.post(page_of(incoming, "agree"), {"proposal_id": stands(incoming)})
    assert IncomingDocument.objects.get(pk=incoming.pk).state == "directed"


@pytest.mark.parametrize(
    ("words", "begins_with"),
    [
        ("Đề xuất giao Ban Xây dựng Đảng.", ""),
        ("Kính trình đồng chí.", ""),
        ("Giao Ban.", "Giao Ban."),
    ],
)
def test_words_to_the_leader_are_read_above_the_form_and_are_not_in_it(
    house, incoming, enter, words, begins_with
):
    given = proposal(house)
    handling.propose(incoming.pk, opinion=words, given=given, actor=house.actor("chief"))
    page = enter("secretary").get(page_of(incoming))
    (otherwise,) = [
        one for one in page.context["actions"].dialogs if one.action.name == "direct_otherwise"
    ]
    dialog = page.text.partition('id="direct-otherwise"')[2].partition("</dialog>")[0]

    assert otherwise.form.initial["instruction"] == begins_with
    assert f'<div class="opinion">{words}</div>' in dialog
    assert "Hand over to be carried out" in dialog.rpartition("<button")[2], "it says what it does"


# --- Within a body --------------------------------------------------------------------------------


def test_the_head_hands_on_to_a_specialist_and_takes_back(house, incoming):
    directed(house, incoming)
    specialist = house.actor("specialist")
    within.hand_on(
        incoming.pk, post_id=specialist.post_id, words="Đồng chí soạn.", actor=house.actor("head")
    )
    (item,) = desk_of(specialist)
    assert (item.post_id, item.unit_id) == (specialist.post_id, house.building.pk)
    assert steps_on(house, "head") == {"head": []}, "it lies on one desk only"

    within.take_back(incoming.pk, reason="Đồng chí đi công tác.", actor=house.actor("head"))
    assert steps_on(house, "head", "specialist") == {"head": ["handle"], "specialist": ["handle"]}


def test_the_page_names_who_has_it_and_the_trail_who_gave_it(house, incoming, enter):
    directed(house, incoming)
    head, specialist = house.actor("head"), house.actor("specialist")
    within.hand_on(incoming.pk, post_id=specialist.post_id, words="Soạn.", actor=head)
    inside = enter("head")
    page = inside.get(page_of(incoming))
    actions = page.context["actions"]

    assert f"{specialist.name} has this document" in page.text
    assert actions.main is None
    assert "answer_instead" in [one.action.name for one in actions.dialogs]
    titles = [one.title for one in page.context["steps"]]
    assert f"{head.name} assigned {specialist.name}" in titles
    assert "cancelled" not in [one.state for one in page.context["steps"]]
    assert f"Assigned {specialist.name}: Soạn." in page.text
    assert page.text.count("Directing opinion") == 1
    main = enter("specialist").get(page_of(incoming)).context["actions"].main
    assert main.action.name == "answer"

    address = page_of(incoming, "answer_instead")
    inside.post(address, {"answer_instead-note": "Xong."})
    assert not desk_of(specialist).exists()


def test_what_was_taken_back_is_said_with_whom_it_was(house, incoming, enter):
    directed(house, incoming)
    head, specialist = house.actor("head"), house.actor("specialist")
    within.hand_on(incoming.pk, post_id=specialist.post_id, words="Soạn.", actor=head)
    within.take_back(incoming.pk, reason="Đi công tác.", actor=head)
    page = enter("head").get(page_of(incoming))

    titles = [one.title for one in page.context["steps"]]
    assert f"{head.name} took it back from {specialist.name}" in titles
    assert f"Took it back from {specialist.name}: Đi công tác." in page.text
    assert page.context["actions"].main.action.name == "answer"


def test_a_part_is_handed_on_only_to_somebody_of_the_same_body(house, incoming):
    directed(house, incoming)
    for who in ("inspector", "clerk"):
        with pytest.raises(RuleBroken, match="person of your own body"):
            within.hand_on(
                incoming.pk,
                post_id=house.actor(who).post_id,
                words="Soạn.",
                actor=house.actor("head"),
            )
    with pytest.raises(PermissionDenied):
        within.hand_on(incoming.pk, post_id=None, words="Soạn.", actor=house.actor("secretary"))
    with pytest.raises(RuleBroken, match="Nobody of your body"):
        within.take_back(incoming.pk, reason="Lý do.", actor=house.actor("head"))


def test_a_result_is_handed_in_with_files_and_a_marked_one_is_refused(house, incoming, enter):
    directed(house, incoming)
    given = [BroughtFile("ket-qua.pdf", a_letter(3))]
    secret = [BroughtFile("ket-qua.pdf", a_letter(mark="#align(center)[*MẬT*]"))]
    with pytest.raises(RuleBroken, match="mark of secrecy"):
        handling.answer(incoming.pk, note="Xong.", files=secret, actor=house.actor("head"))
    handling.answer(incoming.pk, note="Xong.", files=given, actor=house.actor("head"))

    kept = ResultFile.objects.get()
    address = reverse("correspondence:result_file", args=[incoming.audience_id, kept.pk])
    assert enter("secretary").get(address).content == a_letter(3)
    assert enter("other_clerk").get(address).status_code == 404


def test_files_are_looked_into_before_the_entry_is_locked(house, incoming, monkeypatch):
    """Looking takes seconds; nobody who needs the entry waits for it."""
    directed(house, incoming)
    monkeypatch.setattr(
        handling, "take", lambda _key: pytest.fail("locked before it was looked at")
    )
    secret = [BroughtFile("ket-qua.pdf", a_letter(mark="#align(center)[*MẬT*]"))]
    with pytest.raises(RuleBroken, match="mark of secrecy"):
        handling.answer(incoming.pk, note="Xong.", files=secret, actor=house.actor("head"))


def test_no_more_than_ten_files_are_handed_in(house, incoming, enter):
    directed(house, incoming)
    many = [BroughtFile(f"{number}.pdf", b"") for number in range(11)]
    with pytest.raises(RuleBroken, match="Choose at most 10 files"):
        handling.answer(incoming.pk, note="Xong.", files=many, actor=house.actor("head"))

    sent = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7") for number in range(11)]
    answer = enter("head").post(page_of(incoming, "answer"), {"note": "Xong.", "attached": sent})
    assert "Choose at most 10 files." in answer.content.decode()
    assert not ResultFile.objects.exists()


def test_the_history_keeps_which_files_were_answered_for_by_the_tick(house, incoming):
    """ADR 43: only what could not be read."""
    directed(house, incoming)
    files = [
        BroughtFile("ket-qua.pdf", a_letter(3), bears_no_mark=True),
        BroughtFile("anh.png", a_letter(3, kind="png"), bears_no_mark=True),
    ]
    given = handling.answer(incoming.pk, note="Xong.", files=files, actor=house.actor("head"))

    _read, picture = given.files.all()
    facts = history_of(incoming).get(verb="correspondence.answered").facts
    assert facts["said_unmarked"] == [picture.file_id]
    assert len(facts["files"]) == 2


@pytest.mark.parametrize(
    ("notation", "named"), [("Không số", "Báo cáo"), ("7-BC", "Báo cáo số 7-BC")]
)
def test_the_answering_letter_says_a_number_only_where_there_is_one(house, notation, named):
    described = Described("Ban Chỉ đạo", "Rà soát.", type_code="report", notation=notation)
    entry = register_outside(described, actor=house.actor("clerk"))
    given = proposal(house, instruction="Trả lời.")
    handling.direct(entry.pk, given=given, actor=house.actor("secretary"))
    letter = within.begin_answer(entry.pk, actor=house.actor("head"))

    assert letter.subject == f"V/v trả lời {named} của Ban Chỉ đạo"
    assert letter.text.body[0]["text"].startswith(f"Phúc đáp {named} của Ban Chỉ đạo (Rà soát.)")


def test_the_answering_letter_is_begun_once_and_each_leads_to_the_other(house, incoming, enter):
    directed(house, incoming)
    letter = within.begin_answer(incoming.pk, actor=house.actor("head"))
    again = within.begin_answer(incoming.pk, actor=house.actor("head"))

    assert letter == again
    assert incoming.notation in letter.subject
    above = letter.recipients.get(is_above=True)
    assert (above.unit_id, above.label) == (house.province.pk, str(house.province))
    client = enter("head")
    arrived = reverse("correspondence:received", args=[incoming.audience_id])
    answering = reverse("documents:document", args=[letter.pk])
    assert answering in client.get(arrived).content.decode()
    assert arrived in client.get(answering).content.decode()


def test_only_who_has_a_part_begins_the_answer(house, incoming):
    directed(house, incoming)
    for who in ("secretary", "clerk", "other_secretary"):
        with pytest.raises(PermissionDenied):
            within.begin_answer(incoming.pk, actor=house.actor(who))


# --- Many at once ---------------------------------------------------------------------------------


def test_many_are_agreed_to_at_once_each_with_its_own_effect_and_refusal(house, incoming, enter):
    """One was proposed whole; of the other there are only words, and its row says so."""
    proposed(house, incoming)
    second = register_incoming(
        house.resolution().audience_id, house.commune.pk, actor=house.actor("clerk")
    )
    handling.propose(second.pk, opinion="Kính trình.", actor=house.actor("chief"))
    client, shown = enter("secretary"), reverse("correspondence:incoming") + "?tab=to_direct"
    rows = [row.sent for row in client.get(shown).context["rows"]]
    assert set(rows) == {f"{incoming.pk}:{stands(incoming)}", str(second.pk)}
    page = client.post(shown, {"do": "agree", "row": rows})

    states = dict(IncomingDocument.objects.values_list("pk", "state"))
    assert states == {incoming.pk: "directed", second.pk: "proposed"}
    assert "Nothing has been proposed to which you could agree." in page.content.decode()


def test_a_row_whose_proposal_has_changed_since_is_refused_in_its_place(house, incoming, enter):
    proposed(house, incoming)
    client, shown = enter("secretary"), reverse("correspondence:incoming") + "?tab=to_direct"
    rows = [row.sent for row in client.get(shown).context["rows"]]
    handling.return_proposal(incoming.pk, reason="Nêu rõ hơn.", actor=house.actor("secretary"))
    proposed(house, incoming, lead_id=house.inspection.pk, coordinator_ids=())
    page = client.post(shown, {"do": "agree", "row": rows})

    assert "The proposal has changed. Read it again." in page.content.decode()
    assert IncomingDocument.objects.get().state == "proposed"


def test_what_is_not_the_actors_to_do_is_refused_in_its_row(house, incoming, enter):
    chosen = {"do": "file_away", "row": [incoming.pk]}
    page = enter("deputy").post(reverse("correspondence:incoming") + "?tab=to_direct", chosen)

    assert "This is not yours to do now." in page.content.decode()
    assert IncomingDocument.objects.get().state == "registered", "the office is asked first"


def test_words_that_a_leader_agreed_to_stay_those_of_who_proposed_them(enter, house, incoming):
    direction = directed(house, incoming)

    shown = enter("head").get(page_of(incoming)).content.decode()

    assert direction.agreed_to.is_proposal
    assert f"Agrees to what {direction.agreed_to.given_by_name} proposes:" in shown


def test_a_direction_in_the_leaders_own_words_agrees_to_nothing(house, incoming):
    proposed(house, incoming)
    given = handling.instruction_of(standing_proposals().get(incoming=incoming.pk))
    own = handling.direct(incoming.pk, given=given, actor=house.actor("secretary"))

    assert own.agreed_to is None
