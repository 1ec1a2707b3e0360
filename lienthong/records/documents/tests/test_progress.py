"""Who has a document now, and for what."""

import pytest

from ..queries.progress import visits_with_holders, waits_for

pytestmark = pytest.mark.django_db


def test_what_a_paper_waits_for_is_said_with_who_has_it(province):
    paper = province.submitted()

    assert waits_for(visits_with_holders(paper)) == f"{paper.signer.person} (Signature)"
