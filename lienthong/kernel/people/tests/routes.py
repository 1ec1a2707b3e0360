"""Who looks after persons and posts; the room has no pages."""

from attack.oracle import SUBTREE, held
from attack.rules import Access

ACCESS = Access(
    permissions={
        "people.view": held(SUBTREE, "org_admin"),
        "people.manage": held(SUBTREE, "org_admin"),
    }
)
