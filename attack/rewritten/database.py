"""What a superuser of the database does to entries and heads older than the newest head."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong.kernel.audit import keeping
from lienthong.kernel.audit.chain import entry_hash, genesis, head_hash, linked
from lienthong.kernel.audit.models import AuditEntry, SealHead
from lienthong.kernel.audit.sealing import content_of

from .nature import Nature, table
from .office import Office

# Every column of an entry, and what is put there instead.
COLUMNS = {
    "id": "id + 1000000",
    "at": "at + interval '1 microsecond'",
    "verb": "'people.read'",
    "is_reading": "NOT is_reading",
    "subject_type": "'people.person'",
    "subject_id": "'999999'",
    "person_id": "coalesce(person_id, 0) + 1",
    "post_id": "coalesce(post_id, 0) + 1",
    "for_post_id": "coalesce(for_post_id, 0) + 1",
    "unit_id": "coalesce(unit_id, 0) + 1",
    "actor_name": "'Người Không Có'",
    "actor_title": "'Bí thư'",
    "unit_name": "unit_name || ' '",
    "facts": """facts || '{"number": -1}'""",
    "trace": "reverse(trace) || '0'",
    "mark": "reverse(mark)",
}
# What a head says, and what is put there instead.
SAYINGS: dict[str, Any] = {
    "at": "2020-01-01T00:00:00Z",
    "n": 1,
    "hash": "0" * 64,
    "epoch": 2,
    "previous": "0" * 64,
    "installation": "0" * 32,
    "chain": "journal",
}


def natures() -> Iterator[Nature]:
    for column, value in COLUMNS.items():
        yield Nature("database", f"the {column} of an entry", "link", _column(column, value))
    for name, said in SAYINGS.items():
        yield Nature("database", f"the {name} of a head", "signature", _saying(name, said))
    yield from table("database", ENTRIES)
    yield from table("database", HEADS)


def _column(column: str, value: str) -> Callable[[Office], object]:
    statement = f"UPDATE audit_auditentry SET {column} = {value} WHERE seal_number = %s"
    return lambda office: office.do(statement, office.an_entry())


def _saying(name: str, said: Any) -> Callable[[Office], object]:
    statement = "UPDATE audit_sealhead SET content = content || %s::jsonb WHERE id = %s"
    return lambda office: office.do(statement, json.dumps({name: said}), office.a_head())


def _entry(statement: str) -> Callable[[Office], object]:
    """About one entry: every %s is its number."""
    return lambda office: office.do(statement, *[office.an_entry()] * statement.count("%s"))


def _head(statement: str) -> Callable[[Office], object]:
    return lambda office: office.do(statement, *[office.a_head()] * statement.count("%s"))


def plain(*statements: str) -> Callable[[Office], object]:
    return lambda office: [office.do(statement) for statement in statements]


# --- Entries ------------------------------------------------------------------------------------

DELETED = "DELETE FROM audit_auditentry WHERE seal_number = %s"
CLOSED_UP = "UPDATE audit_auditentry SET seal_number = seal_number - 1 WHERE seal_number > %s"
OPENED_UP = "UPDATE audit_auditentry SET seal_number = seal_number + 1 WHERE seal_number >= %s"
SAID = (
    "at, verb, is_reading, subject_type, subject_id, person_id, post_id, for_post_id, unit_id,"
    " actor_name, actor_title, unit_name, facts, trace, mark"
)
INVENTED = f"""
    INSERT INTO audit_auditentry ({SAID}, seal_number, seal_hash)
    SELECT at, 'documents.issued', false, subject_type, subject_id, person_id, post_id, for_post_id,
        unit_id, 'Người Không Có', actor_title, unit_name, facts, trace, mark, %s, seal_hash
    FROM audit_auditentry WHERE seal_number = %s
"""
LAST = "(SELECT max(seal_number) FROM audit_auditentry)"


def delete_and_close_up(office: Office) -> int:
    number = office.an_entry()
    office.do(DELETED, number)
    office.do(CLOSED_UP, number)
    return number


def open_up_and_invent(office: Office) -> int:
    number = office.an_entry()
    office.do(OPENED_UP, number)
    office.do(INVENTED, number, number - 1)
    return number


def swap(office: Office) -> None:
    number = office.an_entry()
    office.do(
        "UPDATE audit_auditentry SET seal_number = %s - seal_number WHERE seal_number IN (%s, %s)",
        *(2 * number - 1, number - 1, number),
    )


def compute_links(office: Office) -> None:
    """As the chain is computed; the number of the epoch is no secret, nor the installation."""
    link, links = genesis(office.keeper.founded.installation).link, {}
    for entry in AuditEntry.objects.exclude(seal_number=None).order_by("seal_number", "id"):
        links[entry.pk] = link = linked(link, entry_hash(content_of(entry, entry.seal_number or 0)))
    office.do(
        "UPDATE audit_auditentry AS entry SET seal_hash = computed.link"
        " FROM unnest(%s::bigint[], %s::text[]) AS computed(id, link) WHERE entry.id = computed.id",
        *(list(links), list(links.values())),
    )


def compute_heads(office: Office) -> None:
    """As a head would be for the links that are there; signed by nobody, or by somebody else."""
    previous, installation = "", office.keeper.founded.installation
    for head in SealHead.objects.order_by("id"):
        ask = "SELECT seal_hash FROM audit_auditentry WHERE seal_number = %s"
        number = min(head.content["n"], office.ask(f"SELECT {LAST}")[0][0])
        ((link,),) = office.ask(ask, number)
        said = {"hash": link, "n": number, "previous": previous, "installation": installation}
        content = head.content | said
        previous = head_hash(content)
        change = "UPDATE audit_sealhead SET content = %s::jsonb, signature = %s WHERE id = %s"
        office.do(change, json.dumps(content), signed_by_a_stranger(content), head.pk)


def signed_by_a_stranger(content: dict[str, Any]) -> str:
    return Ed25519PrivateKey.generate().sign(json.dumps(content).encode()).hex()


def all_computed(begin: Callable[[Office], object]) -> Callable[[Office], object]:
    def rewrite(office: Office) -> None:
        begin(office)
        compute_links(office)
        compute_heads(office)

    return rewrite


def links_computed(begin: Callable[[Office], object]) -> Callable[[Office], object]:
    def rewrite(office: Office) -> None:
        begin(office)
        compute_links(office)

    return rewrite


def cut(office: Office, *, from_head: bool = True) -> None:
    """Nothing after some head was ever there."""
    row = office.a_head()
    ((content,),) = office.ask("SELECT content::text FROM audit_sealhead WHERE id = %s", row)
    office.do("DELETE FROM audit_auditentry WHERE seal_number > %s", json.loads(content)["n"])
    if from_head:
        office.do("DELETE FROM audit_sealhead WHERE id > %s", row)


def unseal(office: Office) -> None:
    """Back to an earlier head, so that the worker seals anew what was changed meanwhile."""
    row = office.a_head()
    ((content,),) = office.ask("SELECT content::text FROM audit_sealhead WHERE id = %s", row)
    number = json.loads(content)["n"]
    office.do("UPDATE audit_auditentry SET verb = 'x' WHERE seal_number = %s", number + 1)
    office.do(
        "UPDATE audit_auditentry SET seal_number = NULL, seal_hash = '' WHERE seal_number > %s",
        number,
    )
    office.do("DELETE FROM audit_sealhead WHERE id > %s", row)


def unseal_everything(office: Office) -> None:
    """The whole kind: rewritten, all seals taken away, and the worker is to sign it anew."""
    office.do(
        "UPDATE audit_auditentry SET actor_name = 'Người Không Có' WHERE seal_number = %s",
        office.an_entry(),
    )
    office.do("UPDATE audit_auditentry SET seal_number = NULL, seal_hash = ''")
    office.do("DELETE FROM audit_sealhead")


def bring_another_history(office: Office) -> None:
    """The entries stay; the heads are those another installation made for its own."""
    mine = keeping._keepers[:]
    office.do("UPDATE audit_auditentry SET seal_number = NULL, seal_hash = ''")
    office.do("DELETE FROM audit_sealhead")
    keeping._keepers[:] = [office.stranger]
    entries = list(AuditEntry.objects.order_by("id"))
    start = genesis(office.stranger.founded.installation)
    closing = office.stranger.closing().place
    start = closing if closing.number else start
    numbered = enumerate(entries, start.number + 1)
    contents = [entry_hash(content_of(entry, number)) for number, entry in numbered]
    head = office.stranger.extend(start, contents)
    keeping._keepers[:] = mine
    link = start.link
    for number, (entry, hash_) in enumerate(zip(entries, contents, strict=True), start.number + 1):
        link = linked(link, hash_)
        sealed = "UPDATE audit_auditentry SET seal_number = %s, seal_hash = %s WHERE id = %s"
        office.do(sealed, number, link, entry.pk)
    brought = "INSERT INTO audit_sealhead (content, signature) VALUES (%s::jsonb, %s)"
    office.do(brought, json.dumps(head.content), head.signature)


ENTRIES: dict[str, dict[str, Any]] = {
    "link": {
        "the link of an entry": _entry(
            "UPDATE audit_auditentry SET seal_hash = reverse(seal_hash) WHERE seal_number = %s"
        ),
        "the link and what it covers": _entry(
            "UPDATE audit_auditentry SET seal_hash = repeat('0', 64), verb = 'x'"
            " WHERE seal_number = %s"
        ),
        "an entry removed, the numbers closed up": delete_and_close_up,
        "an entry invented between two, the numbers moved": open_up_and_invent,
        "two entries in each other's place": swap,
    },
    "order": {
        "an entry removed": _entry(DELETED),
        "some entries in a row removed": _entry(
            "DELETE FROM audit_auditentry WHERE seal_number BETWEEN %s - 1 AND %s"
        ),
        "the first entry removed": (
            plain("DELETE FROM audit_auditentry WHERE seal_number = 1"),
            1,
        ),
        "an entry moved to the end": _entry(
            f"UPDATE audit_auditentry SET seal_number = {LAST} + 1 WHERE seal_number = %s"
        ),
        "an entry without its seal": _entry(
            "UPDATE audit_auditentry SET seal_number = NULL, seal_hash = '' WHERE seal_number = %s"
        ),
        "an entry invented under a number that is taken": _entry(INVENTED),
        "an entry with the number of the one before": _entry(
            "UPDATE audit_auditentry SET seal_number = seal_number - 1 WHERE seal_number = %s"
        ),
    },
    "chain": {
        "an entry changed, all links computed anew": links_computed(
            _column("actor_name", COLUMNS["actor_name"])
        ),
        "an entry removed, all links computed anew": links_computed(delete_and_close_up),
        "an entry invented, all links computed anew": links_computed(open_up_and_invent),
        "two entries swapped, all links computed anew": links_computed(swap),
        "the link under a head": (
            plain(
                f"UPDATE audit_auditentry SET seal_hash = repeat('0', 64) WHERE seal_number = {LAST}"
            ),
            1,
        ),
    },
    "signature": {
        "the heads of another installation": (bring_another_history, 3),
        "an entry changed, links and heads computed anew": all_computed(
            _column("facts", COLUMNS["facts"])
        ),
        "an entry removed, links and heads computed anew": all_computed(delete_and_close_up),
        "an entry invented, links and heads computed anew": all_computed(open_up_and_invent),
    },
    "cover": {
        "the last entries removed": (
            plain(f"DELETE FROM audit_auditentry WHERE seal_number = {LAST}"),
            1,
        ),
        "the end cut off, its heads left": lambda office: cut(office, from_head=False),
    },
    "end": {
        "the end cut off with its heads": cut,
        "the end unsealed and changed, to be sealed anew": unseal,
        "everything unsealed and an entry changed, to be sealed anew": unseal_everything,
        "everything removed": (
            plain("DELETE FROM audit_auditentry", "DELETE FROM audit_sealhead"),
            1,
        ),
    },
}

# --- Heads --------------------------------------------------------------------------------------

HEADS: dict[str, dict[str, Any]] = {
    "previous": {
        "a head removed": _head("DELETE FROM audit_sealhead WHERE id = %s"),
        "the first head removed": (
            plain("DELETE FROM audit_sealhead WHERE id = (SELECT min(id) FROM audit_sealhead)"),
            1,
        ),
        "a head twice": _head(
            "INSERT INTO audit_sealhead (content, signature)"
            " SELECT content, signature FROM audit_sealhead WHERE id = %s"
        ),
    },
    "signature": {
        "a head without its signature": _head(
            "UPDATE audit_sealhead SET signature = '' WHERE id = %s"
        ),
        "a head with the signature of the next": _head(
            "UPDATE audit_sealhead SET signature = (SELECT signature FROM audit_sealhead"
            " WHERE id > %s ORDER BY id LIMIT 1) WHERE id = %s"
        ),
        "a restore that nobody agreed to": _head(
            "INSERT INTO audit_sealhead (content, signature) SELECT content ||"
            """ '{"receipt": "aa", "kept": [1, 0, ""], "after": [1, 0, ""]}', signature"""
            " FROM audit_sealhead WHERE id = %s"
        ),
        "a head that says something more": _head(
            """UPDATE audit_sealhead SET content = content || '{"more": 1}' WHERE id = %s"""
        ),
    },
    "end": {
        "the last head removed": (
            plain("DELETE FROM audit_sealhead WHERE id = (SELECT max(id) FROM audit_sealhead)"),
            1,
        ),
        "the last heads removed": _head("DELETE FROM audit_sealhead WHERE id > %s"),
        "all heads removed": (plain("DELETE FROM audit_sealhead"), 1),
    },
    "form": {
        "a head that is nothing of the kind": _head(
            """UPDATE audit_sealhead SET content = '["x"]' WHERE id = %s"""
        ),
        "a head without its number": _head(
            "UPDATE audit_sealhead SET content = content - 'hash' WHERE id = %s"
        ),
    },
}
