"""Who looks after persons and posts; the room has no pages."""

from attack.oracle import OWN, SUBTREE, held
from attack.rules import Access

ACCESS = Access(
    permissions={
        "people.view": held(SUBTREE, "org_admin"),
        "people.manage": held(SUBTREE, "org_admin"),
        "people.lend": held(
            OWN,
            "secretary",
            "deputy_secretary",
            "standing_member",
            "office_chief",
            "unit_head",
            "clerk",
            "org_admin",
            "system_admin",
            "security_auditor",
        ),
    }
)
