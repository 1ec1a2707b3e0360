"""A difficulty goes up and an answer is owed (F133)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.work.commitments.actions.difficulties import answer_difficulty, raise_difficulty
from lienthong.work.commitments.models import Difficulty

from .factories import a_received

pytestmark = pytest.mark.django_db


def raised(house, **about):
    given = {"words": "Thiếu cây giống", "asked": "Cấp 2.000 cây"} | about
    return raise_difficulty(house.commune.pk, **given, actor=house.actor("secretary"))


def owed(house, who):
    return desk_of(house.actor(who)).filter(kind="commitments.tasks").count()


def test_it_goes_to_the_organisation_above_and_lies_on_its_desk(house):
    one = raised(house)
    assert (one.unit, one.to) == (house.commune, house.province)
    assert owed(house, "province_secretary") == 1
    person = house.actor("province_secretary").person_id
    assert Notice.objects.filter(person=person, message__contains="difficulty").exists()

    answer_difficulty(one.pk, answer="Đã cấp", actor=house.actor("province_secretary"))
    assert owed(house, "province_secretary") == 0
    with pytest.raises(RuleBroken, match="answered already"):
        answer_difficulty(one.pk, answer="Đã cấp", actor=house.actor("province_secretary"))


def test_of_a_task_it_goes_to_who_gave_it(house):
    task = a_received(house)
    assert raised(house, task_id=task.pk).to == task.unit


def test_only_ones_own_tasks_are_named_and_only_who_is_asked_answers(house):
    task = a_received(house)
    with pytest.raises(RuleBroken, match="that your organisation leads"):
        raise_difficulty(
            house.branch.pk,
            words="Thiếu",
            task_id=task.pk,
            actor=house.actor("branch_secretary"),
        )
    one = raised(house)
    for who in ("secretary", "other_secretary"):
        with pytest.raises(PermissionDenied):
            answer_difficulty(one.pk, answer="Đã cấp", actor=house.actor(who))


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_is_reported_without_words(house, words):
    with pytest.raises(RuleBroken) as broken:
        raised(house, words=words)
    assert broken.value.field == "difficulty"


def test_who_is_at_the_top_has_nobody_to_ask(house):
    with pytest.raises(RuleBroken, match="Nobody is above"):
        raise_difficulty(house.province.pk, words="Thiếu", actor=house.actor("province_secretary"))


def test_by_the_pages_from_the_report_to_the_answer(house, enter):
    task = a_received(house)
    new = reverse("commitments:new_difficulty")
    refused = enter("secretary").post(new, {"difficulty": "", "wanted": "Cấp cây"})
    assert refused.status_code == 409
    assert "Cấp cây" in refused.content.decode()
    enter("secretary").post(
        new, {"difficulty": "Thiếu cây giống", "wanted": "Cấp cây", "task": str(task.pk)}
    )
    one = Difficulty.objects.get()
    page = reverse("commitments:difficulty", args=[one.pk])
    client = enter("province_secretary")
    assert "Thiếu cây giống" in client.get(reverse("commitments:difficulties")).content.decode()
    client.post(reverse("commitments:answer_difficulty", args=[one.pk]), {"answer": "Đã cấp"})
    assert "Đã cấp" in enter("secretary").get(page).content.decode()
    assert enter("other_secretary").get(page).status_code == 404
    answered = enter("secretary").get(reverse("commitments:difficulties"), {"tab": "answered"})
    assert "Thiếu cây giống" in answered.content.decode()
