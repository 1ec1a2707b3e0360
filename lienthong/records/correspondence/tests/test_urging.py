"""The letter that urges: begun from the receipts board, with what its addressee owes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.audiences.public import Addressing, Purpose
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.actions import handling, urging
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.queries.urging import matters_of

from .factories import an_issued_document
from .test_finding import issued_yesterday, move


def test_an_urging_letter_lists_what_its_addressee_owes_and_nothing_of_others(house, resolution):
    """Both communes owe two resolutions; the one that has registered one of them owes the other."""
    second = house.resolution()
    entry = register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))
    handling.file_away(entry.pk, note="", actor=house.actor("chief"))
    letter = urging.begin_urging(
        second.audience_id, house.commune.pk, actor=house.actor("province_clerk")
    )

    assert str(house.commune) in letter.subject
    words = " ".join(clause["text"] for clause in letter.text.body)
    assert f"{resolution.notation} " in words
    assert "còn 1 tổ chức chưa triển khai xuống cấp dưới" in words
    assert f"{second.notation} " in words
    assert "còn 1 tổ chức chưa xác nhận đã nhận" in words
    assert str(house.other) not in words
    above = letter.recipients.get(is_above=True)
    assert (above.unit_id, letter.issuer_id) == (house.commune.pk, house.province.pk)


def test_a_letter_names_nothing_of_which_the_writer_has_no_board_with_its_addressee(house):
    """What reached a branch before it moved stands on the board of its former committee."""
    to_the_branch = Addressing(units={house.branch.pk: Purpose.CARRY_OUT})
    clerk = house.posts["province_clerk"]
    before = issued_yesterday(an_issued_document(house.province, to_the_branch, clerk))

    def named(who):
        branch = Unit.objects.get(pk=house.branch.pk)
        return [one.document for one in matters_of(branch, house.province.pk, house.actor(who))]

    assert named("clerk") == [before]
    move(house, house.branch, house.other)
    assert named("other_clerk") == []


def test_who_owes_nothing_is_not_urged_and_only_the_issuers_side_writes(house, resolution):
    for unit in (house.commune, house.other):
        clerk = "clerk" if unit == house.commune else "other_clerk"
        register_incoming(resolution.audience_id, unit.pk, actor=house.actor(clerk))
    with pytest.raises(RuleBroken, match="no letter is needed"):
        urging.begin_urging(
            resolution.audience_id, house.other.pk, actor=house.actor("province_clerk")
        )
    with pytest.raises(RuleBroken, match="Choose the organisation"):
        urging.begin_urging(resolution.audience_id, None, actor=house.actor("province_clerk"))
    for who in ("province_secretary", "other_clerk", "branch_secretary"):
        with pytest.raises(PermissionDenied):
            urging.begin_urging(resolution.audience_id, house.commune.pk, actor=house.actor(who))


def test_the_board_of_one_organisation_leads_to_the_letter(house, resolution, enter):
    client = enter("province_clerk")
    board = reverse("correspondence:board", args=[resolution.audience_id])
    urge = reverse("correspondence:urge", args=[resolution.audience_id])
    assert urge not in client.get(board).content.decode(), "nobody is addressed at the top"
    assert urge in client.get(f"{board}?place={house.commune.pk}").content.decode()

    shown = client.post(f"{urge}?place={house.commune.pk}", follow=True)
    assert resolution.notation in shown.content.decode()
