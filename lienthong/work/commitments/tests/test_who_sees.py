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
