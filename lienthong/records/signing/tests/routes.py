"""Who gives out certificates; the room has no pages."""

from attack.oracle import SUBTREE, held
from attack.rules import Access

ACCESS = Access(
    permissions={
        "signing.certify": held(SUBTREE, "org_admin"),
    }
)
