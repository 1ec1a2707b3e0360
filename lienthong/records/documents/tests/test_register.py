"""The register of outgoing documents opens on the term that runs."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.reference.public import Term
from lienthong.records.documents.queries import register

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("next_begins", "runs"),
    [(TODAY + 300 * DAY, "former"), (TODAY + DAY, "former"), (TODAY, "new"), (TODAY - DAY, "new")],
)
def test_the_register_opens_on_the_term_that_runs_today(next_begins, runs):
    former = Term(starts_on=dt.date(2020, 1, 2), ends_on=next_begins - DAY)
    new = Term(starts_on=next_begins)

    assert register.current([new, former]) is (former if runs == "former" else new)
