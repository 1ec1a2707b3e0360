"""The register of outgoing documents opens on the term that runs."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.queries.register import Book

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("next_begins", "runs"),
    [(TODAY + 300 * DAY, "former"), (TODAY + DAY, "former"), (TODAY, "new"), (TODAY - DAY, "new")],
)
def test_the_register_opens_on_the_term_that_runs_today(next_begins, runs):
    issuer = Unit(pk=1)
    former = Book(issuer, Term(pk=1, starts_on=dt.date(2020, 1, 2), ends_on=next_begins - DAY))
    new = Book(issuer, Term(pk=2, starts_on=next_begins))

    assert (former.is_current, new.is_current) == (runs == "former", runs == "new")
