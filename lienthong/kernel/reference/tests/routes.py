"""Who opens terms and decides on holidays; the room has no pages."""

from attack.oracle import SUBTREE, held
from attack.rules import Access

ACCESS = Access(
    permissions={
        "reference.calendar": held(SUBTREE, "org_admin"),
        "reference.terms": held(SUBTREE, "org_admin"),
    }
)
