"""Who follows what needs two persons; the pages are those of administration."""

from attack.oracle import OWN, SUBTREE, held
from attack.rules import Access

ANSWERING = (
    "secretary",
    "deputy_secretary",
    "office_chief",
    "unit_head",
    "org_admin",
)
ACCESS = Access(
    permissions={
        "confirmations.follow": held(SUBTREE, *ANSWERING, "security_auditor"),
        "confirmations.confirm": held(OWN, *ANSWERING),
    }
)
