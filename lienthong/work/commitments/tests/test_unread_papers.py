"""A paper that the reader may not read is named by no form (rules §6)."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from lienthong.work.commitments.models import Task

from .factories import an_assigned

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 20)


def test_no_form_names_a_paper_that_the_reader_may_not_read(house, enter):  # rules §6, C2 C7
    hidden = house.resolution(scope="none")
    task = an_assigned(house.commune, house.building, by=house.actor("secretary"), due=DUE)
    Task.objects.filter(pk=task.pk).update(document=hidden, clause="II.3", basis_words="")
    urls = [reverse("commitments:c2"), reverse("commitments:c7", args=[house.building.pk])]
    for who, sees in (("secretary", True), ("specialist", False)):
        client = enter(who)
        for url in urls:
            for form in ({}, {"print": "1"}):
                shown = client.get(url, form).text
                assert task.content in shown
                assert (hidden.notation in shown) is sees, (who, url, form)
                assert ("II.3" in shown) is sees, (who, url, form)
            taken = client.get(url, {"as": "xlsx"})
            book = openpyxl.load_workbook(io.BytesIO(taken.content))
            cells = " ".join(str(row) for row in book.active.iter_rows(values_only=True))
            assert (hidden.notation in cells) is sees, (who, url)
