"""Who looks after the organisation tree; the room has no pages."""

from attack.oracle import SUBTREE, held
from attack.rules import Access

ACCESS = Access(
    permissions={
        "units.view": held(SUBTREE, "org_admin"),
        "units.manage": held(SUBTREE, "org_admin"),
    }
)
