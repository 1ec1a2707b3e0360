"""What was never given is shown to nobody below, and a plan's clauses to who may read the document."""

import pytest
from django.urls import reverse

from lienthong.work.commitments.actions import tasks
from lienthong.work.commitments.actions.plans import open_plan
from lienthong.work.commitments.models import Proposal

from .factories import a_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["secretary", "other_clerk"])
def test_a_discarded_draft_is_shown_to_no_lead_and_no_coordinator(enter, house, reader):
    clerk = house.actor("province_clerk")
    draft = a_draft(house.province, house.commune, by=clerk, coordinator_ids=(house.other.pk,))
    tasks.discard_task(draft.pk, reason="Nhập nhầm nơi chủ trì", actor=clerk)

    page = enter(reader).get(reverse("commitments:task", args=[draft.pk]))

    assert page.status_code == 404


def test_the_clauses_of_a_plan_are_shown_to_who_may_read_its_document(enter, house):
    document = house.resolution(scope="none")
    plan = open_plan(
        house.commune.pk,
        title="Kế hoạch",
        year=2026,
        document_id=document.pk,
        actor=house.actor("clerk"),
    )
    Proposal.objects.create(
        plan=plan, position=0, kind="task", content="Rà soát", clause="I", passage="Nguyên văn"
    )
    address = reverse("commitments:plan", args=[plan.pk])

    assert "Nguyên văn" in enter("clerk").get(address).content.decode()
    assert enter("specialist").get(address).status_code == 404


@pytest.mark.parametrize("page", ["board", "behind"])
@pytest.mark.parametrize("day", ["01/01/2020", "01/01/0001"])
def test_a_day_before_every_rule_has_a_board_too(enter, house, page, day):
    shown = enter("province_secretary").get(reverse(f"commitments:{page}"), {"on": day})

    assert shown.status_code == 200


@pytest.mark.parametrize("value", ["1e20", "0,123456789"])
def test_a_number_that_no_target_holds_is_refused_beside_its_field(enter, house, value):
    plan = open_plan(
        house.province.pk, title="Kế hoạch", year=2026, actor=house.actor("province_clerk")
    )
    one = Proposal.objects.create(plan=plan, position=0, kind="target", content="Tỷ lệ")
    given = {"kind": "target", "content": "Tỷ lệ", "value": value}

    address = reverse("commitments:proposal", args=[one.pk]) + "edit-proposal/"
    assert enter("province_clerk").post(address, given).status_code == 422
