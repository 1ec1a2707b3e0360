"""The submission slip (phiếu trình): everything that travels with a draft, in one place."""

from typing import Any

from lienthong.kernel.procedures.public import steps_of

from ..models import Document
from .bodies import members_of_committee, roles_of_body
from .form_check import form_check
from .opinions import asked_bodies, opinions_on
from .progress import history, way_of
from .wordings import proposed_in


def slip(document: Document) -> dict[str, Any]:
    """Drafter, opinions and how they were taken in, form check, initials, vote, what is asked."""
    said = [one for one in opinions_on(document) if one.text or one.proposal]
    proposed = proposed_in(document, said)
    return {
        "asked": asked_bodies(document),
        "opinions": [(one, proposed.get(one.pk)) for one in said],
        "findings": form_check(document) if document.is_running else [],
        "initials": list(document.initials.select_related("post")),
        "adoptions": list(document.adoptions.select_related("recorded_by__person")),
        "recipients": list(document.recipients.all()),
        "way": way_of(document, list(steps_of(document))),
        "history": history(document),
    }


def proposed_vote(document: Document) -> dict[str, Any]:
    """What can be filled in before the vote is recorded: the body and how many it has."""
    of_board = "THƯỜNG VỤ" in document.signing_body.upper()
    body = "Ban Thường vụ" if of_board else f"Ban Chấp hành {document.issuer.name_body}"
    return {
        "body": body,
        "members_count": members_of_committee(document.issuer, roles_of_body(body)).count() or None,
        "votes_against": 0,
        "votes_abstained": 0,
    }
