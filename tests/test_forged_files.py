"""One forged file of each kind; the others have `script/attack verdict`."""

import logging

import pytest

from attack.forged.good import good_files
from attack.forged.nature import Class
from attack.forged.table import classes, one_of_each_kind
from attack.forged.workshop import Workshop
from attack.verdict import judge
from lienthong.records.signing.verdict import verify_file

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@pytest.fixture(scope="module")
def shop() -> Workshop:
    return Workshop()


@pytest.mark.parametrize("one", one_of_each_kind(), ids=lambda one: one.kind)
def test_a_forged_file_is_refused_by_the_check_named_for_it_and_by_no_other(
    one: Class, shop: Workshop
) -> None:
    outcome, _data = judge(one, shop)

    assert outcome.holds, outcome


def test_every_class_is_named_once() -> None:
    named = [one.changes for one in classes()]

    assert len(named) == len(set(named)) >= 60


def test_files_issued_around_midnight_are_valid(shop: Workshop) -> None:
    around = [data for name, data in good_files(shop) if "midnight" in name]

    assert len(around) == 3
    assert all(verify_file(data, shop.office.trust).valid for data in around)
