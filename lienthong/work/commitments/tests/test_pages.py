"""The pages of tasks: who finds what, forms without scripts, one effect, what they cost."""

import datetime as dt

import pytest
from django.urls import reverse

from lienthong.kernel.web.tests.costs import cost_of
from lienthong.records.texts.models import Text, TextVersion
from lienthong.work.commitments.models import Plan, Proposal, Standing, Task, TaskReport

from .factories import a_draft, a_received, an_assigned, handed_in

pytestmark = pytest.mark.django_db
DUE = dt.date(2099, 12, 20)
LIST_BUDGET, TASK_BUDGET = 10, 40


def said(response):
    return response.content.decode()


def test_the_office_enters_a_task_on_the_page(enter, house):
    client = enter("province_clerk")
    new = reverse("commitments:new")
    assert client.get(new).status_code == 200
    refused = client.post(
        new,
        {
            "content": "",
            "due_kind": "date",
            "rhythm": "once",
            "priority": "normal",
            "kind": "superior",
            "basis": "none",
            "basis_words": "Phát sinh",
        },
    )
    assert refused.status_code == 409

    client.post(
        new,
        {
            "content": "Trồng rừng",
            "lead": str(house.commune.pk),
            "due_kind": "date",
            "due_on": "20/12/2030",
            "rhythm": "once",
            "priority": "normal",
            "kind": "arising",
            "basis": "none",
            "basis_words": "Phát sinh sau mưa lũ",
        },
    )
    task = Task.objects.get()
    assert (task.lead, task.due_on, task.state) == (house.commune, dt.date(2030, 12, 20), "draft")


def test_from_assignment_to_acceptance_by_forms(enter, house):
    draft = a_draft(
        house.province, house.commune, by=house.actor("province_clerk"), due_kind="date", due_on=DUE
    )
    page = reverse("commitments:task", args=[draft.pk])

    def act(who, name, **fields):
        return enter(who).post(f"{page}{name}/", fields)

    act("province_secretary", "assign")
    act("clerk", "receive", responsible=str(house.posts["deputy"].pk))
    act("clerk", "send-result", result="Đã trồng 2 ha", evidence_words="Biên bản")
    act("province_secretary", "accept", note="")

    draft.refresh_from_db()
    assert draft.state == "done"
    assert "2 ha" in said(enter("province_secretary").get(page))


def test_a_report_sent_three_times_by_a_phone_has_one_effect(enter, house):
    task = a_received(house, due=DUE)
    client = enter("secretary")
    address = reverse("commitments:report", args=[task.pk])
    for _time in range(3):
        answer = client.post(
            address,
            {"result": "Đã trồng 1 ha", "percent": "40", "form_key": "k1", "key": "k1"},
            headers={"Idempotency-Key": "mot-lan"},
        )
        assert answer.status_code == 302
    assert TaskReport.objects.count() == 1


@pytest.mark.parametrize("who", ["other_secretary", "branch_secretary"])
def test_what_one_may_not_see_is_not_found(enter, house, who):
    task = a_received(house, due=DUE)
    client = enter(who)
    for name in ("task", "thread"):
        assert client.get(reverse(f"commitments:{name}", args=[task.pk])).status_code == 404


@pytest.mark.parametrize(
    "tab", ["ours", "late", "given", "deciding", "drafts", "beside", "done", "withdrawn"]
)
def test_every_tab_is_shown(enter, house, tab):
    an_assigned(house.province, house.commune, by=house.actor("province_secretary"), due=DUE)
    assert (
        enter("province_secretary").get(reverse("commitments:list"), {"tab": tab}).status_code
        == 200
    )


def test_the_list_costs_no_more_the_longer_it_is(enter, house):
    def cost_with(more):
        for _number in range(more):
            an_assigned(
                house.province, house.commune, by=house.actor("province_secretary"), due=DUE
            )
        return cost_of(enter("secretary"), reverse("commitments:list"))

    short, long = cost_with(2), cost_with(10)
    assert len(long) == len(short) <= LIST_BUDGET, "\n".join(long)


def test_a_task_costs_what_it_may(enter, house):
    task = handed_in(house, due=DUE)
    statements = cost_of(enter("province_secretary"), reverse("commitments:task", args=[task.pk]))
    assert len(statements) <= TASK_BUDGET, "\n".join(statements)


def test_many_are_received_at_once(enter, house):
    province = house.actor("province_secretary")
    tasks = [an_assigned(house.province, house.commune, by=province, due=DUE) for _n in range(3)]
    enter("secretary").post(
        reverse("commitments:list"), {"row": [str(one.pk) for one in tasks], "do": "receive"}
    )
    assert Standing.objects.filter(until=None, state="received").count() == 3


# --- From the text to the plan --------------------------------------------------------------------

TABLE = [
    {
        "wid": "w1",
        "kind": "paragraph",
        "marker": None,
        "heading": None,
        "label": "mục I",
        "text": "Đảng ủy xã An Thành chủ trì rà soát rừng ngập mặn, hoàn thành trước ngày 15/12/2026.",
        "children": [],
    }
]


@pytest.fixture
def directive(house):
    """A resolution whose text has one clause."""
    document = house.resolution()
    text = Text.objects.create(body=TABLE)
    version = TextVersion.objects.create(text=text, number=1, body=TABLE, sha256="a" * 64)
    type(document).objects.filter(pk=document.pk).update(text=text, version=version)
    document.refresh_from_db()
    return document


@pytest.fixture
def plan(enter, house, directive):
    client = enter("province_clerk")
    address = reverse("commitments:document", args=[directive.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"title": "Kế hoạch thực hiện", "year": "2026"})
    return Plan.objects.get()


@pytest.fixture
def proposal(house, plan):
    return Proposal.objects.create(
        plan=plan,
        position=0,
        wid="w1",
        clause="mục I",
        kind="task",
        content="Rà soát rừng ngập mặn; trồng bổ sung",
        lead=house.commune,
        due_kind="date",
        due_on=dt.date(2026, 12, 14),
        due_words="trước ngày 15/12/2026",
    )


def test_a_document_has_one_plan_of_a_unit(enter, house, directive, plan):
    enter("province_clerk").post(
        reverse("commitments:document", args=[directive.pk]), {"title": "Lần nữa", "year": "2026"}
    )
    assert Plan.objects.count() == 1


def test_nothing_enters_before_it_is_accepted(enter, house, plan, proposal):
    assert not Task.objects.exists()
    page = reverse("commitments:proposal", args=[proposal.pk])
    assert "15/12/2026" in said(enter("province_clerk").get(page))

    enter("province_clerk").post(f"{page}accept-proposal/")

    task = Task.objects.get()
    assert (task.lead, task.due_on, task.due_words, task.wid) == (
        house.commune,
        dt.date(2026, 12, 14),  # T-12: the printed day is kept beside the computed one
        "trước ngày 15/12/2026",
        "w1",
    )
    assert task.document == plan.document


def test_a_proposal_is_edited_split_merged_rejected_and_taken_up_again(enter, house, proposal):
    client = enter("province_clerk")

    def page(one, action):
        return reverse("commitments:proposal", args=[one.pk]) + f"{action}/"

    client.post(
        page(proposal, "edit-proposal"),
        {"kind": "task", "content": "Rà soát rừng", "lead": "all", "due_words": "quý IV"},
    )
    proposal.refresh_from_db()
    assert (proposal.content, proposal.to_all_below) == ("Rà soát rừng", True)

    client.post(page(proposal, "split-proposal"), {"parts": "Rà soát\nTrồng bổ sung"})
    first, second = Proposal.objects.filter(
        state="open", wid="w1", content__in=["Rà soát", "Trồng bổ sung"]
    )

    client.post(page(first, "merge-proposal"), {"others": [str(second.pk)]})
    first.refresh_from_db()
    assert first.content == "Rà soát; Trồng bổ sung"

    client.post(page(first, "reject-proposal"), {"reject_proposal-reason": "Không phải của tỉnh"})
    first.refresh_from_db()
    assert first.state == "rejected"
    client.post(page(first, "reopen-proposal"))
    first.refresh_from_db()
    assert first.is_open


@pytest.mark.parametrize("tab", ["proposals", "tasks", "targets", "rejected", "coverage"])
def test_every_tab_of_a_plan_is_shown_and_taken_along(enter, house, plan, proposal, tab):
    client = enter("province_secretary")
    address = reverse("commitments:plan", args=[plan.pk])
    assert client.get(address, {"tab": tab}).status_code == 200
    assert client.get(address, {"tab": tab, "as": "xlsx"}).status_code == 200


def test_coverage_names_the_clauses_nobody_has_taken(enter, house, directive, plan, proposal):
    shown = said(enter("province_clerk").get(reverse("commitments:document", args=[directive.pk])))
    assert "mục I" in shown
    assert "has not been taken into the plan" in shown


def test_the_thread_leads_from_a_clause_to_the_evidence_and_back(enter, house, directive, proposal):
    client = enter("province_clerk")
    client.post(reverse("commitments:proposal", args=[proposal.pk]) + "accept-proposal/")
    task = Task.objects.get()
    enter("province_secretary").post(reverse("commitments:assign", args=[task.pk]))
    enter("secretary").post(reverse("commitments:receive", args=[task.pk]))
    enter("secretary").post(
        reverse("commitments:send_result", args=[task.pk]),
        {"result": "Đã rà soát", "documents": [str(directive.pk)]},
    )
    client = enter("province_secretary")
    shown = said(client.get(reverse("commitments:thread", args=[task.pk])))
    assert "rà soát rừng ngập mặn" in shown
    assert reverse("commitments:document", args=[directive.pk]) in shown
    back = said(client.get(reverse("commitments:document", args=[directive.pk])))
    assert reverse("commitments:thread", args=[task.pk]) in back


def test_the_letter_of_assignment_is_made_from_the_rows(enter, house, plan):  # T-26
    from lienthong.work.commitments.actions.tasks import assign, enter_task  # noqa: PLC0415
    from lienthong.work.commitments.actions.urging import begin_assignment_letter  # noqa: PLC0415

    from .factories import given  # noqa: PLC0415

    secretary = house.actor("province_secretary")
    for lead, content in ((house.other, "Trồng rừng"), (house.commune, "Rà soát rừng")):
        task = enter_task(
            house.province.pk,
            given(lead, content=content, due_kind="date", due_on=DUE),
            plan_id=plan.pk,
            actor=secretary,
        )
        assign(task.pk, actor=secretary)

    letter = begin_assignment_letter(plan.pk, actor=house.actor("province_clerk"))

    words = [node["text"] for node in letter.text.body]
    assert words[1:5] == [
        "1. Đảng ủy xã An Thành:",
        "- Rà soát rừng; thời hạn: 20/12/2099.",
        "2. Đảng ủy xã Bình Lạc:",
        "- Trồng rừng; thời hạn: 20/12/2099.",
    ]
    assert [one.unit for one in letter.recipients.filter(is_above=True)] == [
        house.commune,
        house.other,
    ]


def test_what_a_list_is_narrowed_by_can_be_kept(enter, house):
    a_received(house, due=DUE)
    client = enter("province_clerk")
    for address in (
        reverse("commitments:behind"),
        reverse("commitments:c7", args=[house.commune.pk]),
    ):
        answer = client.post(f"{address}?q=rung", {"do": "keep_filter", "name": "Rừng"})
        assert answer.status_code == 302, address
