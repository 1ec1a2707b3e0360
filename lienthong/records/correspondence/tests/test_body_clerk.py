"""The clerk of a body looks after what reaches his body, and not after what reached the committee."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import a_post
from lienthong.records.correspondence.actions import handling, mail, outside
from lienthong.records.correspondence.actions.forwarding_outside import forward_outside
from lienthong.records.correspondence.actions.outside import BroughtScan, Described
from lienthong.records.correspondence.queries.lists import own_unit
from lienthong.records.correspondence.queries.outside import outside_for

from .scans import a_letter

DESCRIBED = Described("Sở Nội vụ", "tổ chức hội nghị", "44/SNV-VP")


@pytest.fixture
def entry(house):
    house.posts["body_clerk"] = a_post(house.building, Role.CLERK, title="Văn thư")
    clerk = house.actor("clerk")
    scan = mail.bring_mail([BroughtScan("44.pdf", a_letter())], actor=clerk).scan
    entry = outside.register_outside(DESCRIBED, scan.pk, actor=clerk)
    handling.file_away(entry.pk, note="", actor=house.actor("chief"))
    return entry


def test_he_finds_nothing_of_what_reached_the_committee(house, entry, enter):
    theirs = house.actor("body_clerk")

    assert outside_for(theirs, entry.pk) is None
    assert outside_for(house.actor("clerk"), entry.pk) is not None
    assert own_unit(theirs) == house.building
    for name in ("entry", "file"):
        page = enter("body_clerk").get(reverse(f"correspondence:outside:{name}", args=[entry.pk]))
        assert page.status_code == 404


def test_he_forwards_nothing_for_the_committee(house, entry):
    with pytest.raises(PermissionDenied):
        forward_outside(entry.pk, actor=house.actor("body_clerk"))
