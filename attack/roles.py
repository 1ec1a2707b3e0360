"""Which role may do what, written by hand from the domain handbook §1.6: the oracle of the access tests.

The rooms say the same a second time, where they declare each permission; a test compares the two. A role
not named in a row does not hold it. Administrators have no content rights.
"""

READS = {"audiences.read", "correspondence.view"}
DRAFTS = {"documents.view", "documents.draft"}

ROLES: dict[str, set[str]] = {
    # Leaders of a committee
    "secretary": READS
    | {
        "audiences.acknowledge",
        "audiences.watch",
        "documents.view",
        "documents.sign",
        "correspondence.propose",
        "correspondence.direct",
        "correspondence.close",
        "correspondence.remind",
    },
    "deputy_secretary": READS
    | {
        "audiences.watch",
        "documents.view",
        "documents.sign",
        "correspondence.direct",
        "correspondence.close",
    },
    "standing_member": READS | {"documents.view"},
    "committee_member": READS,
    # The committee's clerk keeps its registers and its seal
    "clerk": READS
    | {
        "audiences.acknowledge",
        "audiences.watch",
        "documents.view",
        "documents.draft",
        "documents.issue",
        # Where the committee has no chief of office (docs/adr/0010).
        "documents.record_adoption",
        "correspondence.register",
        "correspondence.remind",
    },
    # Offices and commissions
    "office_chief": DRAFTS
    | {
        "documents.opine",
        "documents.appraise",
        "documents.record_adoption",
        # A body that is addressed reads the document and confirms it; it reads nothing in scope.
        "audiences.acknowledge",
        "correspondence.view",
        "correspondence.propose",
        "correspondence.handle",
        "correspondence.close",
        "correspondence.watch_served",
    },
    "unit_head": DRAFTS
    | {
        "documents.opine",
        "audiences.acknowledge",
        "correspondence.handle",
    },
    "specialist": DRAFTS | {"correspondence.handle", "correspondence.watch_served"},
    # Branches
    "branch_secretary": READS | {"audiences.acknowledge"},
    "branch_committee_member": READS,
    "member": {"audiences.read"},
    "probationary_member": {"audiences.read"},
    # Administration: accounts and catalogues, no content
    "org_admin": {
        "units.view",
        "units.manage",
        "people.view",
        "people.manage",
        "reference.calendar",
        "reference.terms",
        "signing.certify",
    },
    # Their rooms are not built yet: they sign in and see their own account, nothing else.
    "system_admin": set(),
    "security_auditor": set(),
}
