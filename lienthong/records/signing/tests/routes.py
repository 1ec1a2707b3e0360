"""Who gives out certificates; the room has no pages."""

from attack.oracle import OWN, SUBTREE, held
from attack.rules import Access

ACCESS = Access(
    permissions={
        "signing.certify": held(SUBTREE, "org_admin"),
        "signing.hold": held(
            OWN,
            "secretary",
            "deputy_secretary",
            "standing_member",
            "office_chief",
            "unit_head",
            "clerk",
            "org_admin",
        ),
        "signing.propose": held(OWN, "org_admin"),
    }
)
