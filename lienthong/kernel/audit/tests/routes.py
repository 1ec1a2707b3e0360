"""Who sees whether the history is whole; the page is that of administration."""

from attack.oracle import OWN, held
from attack.rules import Access

ACCESS = Access(permissions={"audit.watch": held(OWN, "org_admin", "security_auditor")})
