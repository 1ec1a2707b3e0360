"""What is done to entries newer than the newest head: found at the next head, or named as unsealed."""

from collections.abc import Callable, Iterator

from .database import COLUMNS, INVENTED, LAST, SAID
from .nature import Nature, table
from .office import Office


def natures() -> Iterator[Nature]:
    for column, value in COLUMNS.items():
        if column != "id":
            yield Nature("newer", f"the {column} of an entry", "mark", _column(column, value))
    yield from table("newer", NEWER)


def _newest(office: Office) -> int:
    office.work()
    ((entry,),) = office.ask(
        "SELECT id FROM audit_auditentry WHERE seal_number IS NULL ORDER BY random() LIMIT 1"
    )
    return int(entry)


def _column(column: str, value: str) -> Callable[[Office], object]:
    statement = f"UPDATE audit_auditentry SET {column} = {value} WHERE id = %s"
    return lambda office: office.do(statement, _newest(office))


def _entry(statement: str) -> Callable[[Office], object]:
    return lambda office: office.do(statement, *[_newest(office)] * statement.count("%s"))


def invent(office: Office) -> None:
    """At the end, with the next number and the link it would have."""
    _newest(office)
    ((last,),) = office.ask(f"SELECT {LAST}")
    office.do(INVENTED, last + 1, last)


def remove_an_action(office: Office) -> None:
    posts = office.work()
    office.do(
        "DELETE FROM audit_auditentry WHERE subject_type = 'people.post' AND subject_id = %s",
        str(office.random.choice(posts).pk),
    )


NEWER = {
    "mark": {
        "an entry invented without a mark": _entry(
            f"INSERT INTO audit_auditentry ({SAID}, seal_hash)"
            " SELECT at, 'documents.issued', false, subject_type, subject_id, person_id, post_id,"
            " for_post_id, unit_id, 'Người Không Có', actor_title, unit_name, facts, trace, '', ''"
            " FROM audit_auditentry WHERE id = %s"
        ),
        "an entry invented under the mark of another": _entry(
            f"INSERT INTO audit_auditentry ({SAID}, seal_hash)"
            " SELECT at, 'documents.issued', false, subject_type, subject_id, person_id, post_id,"
            " for_post_id, unit_id, actor_name, actor_title, unit_name, facts, trace, mark, ''"
            " FROM audit_auditentry WHERE id = %s"
        ),
        "an entry copied": _entry(
            f"INSERT INTO audit_auditentry ({SAID}, seal_hash)"
            f" SELECT {SAID}, '' FROM audit_auditentry WHERE id = %s"
        ),
        "an older entry copied": lambda office: office.do(
            f"INSERT INTO audit_auditentry ({SAID}, seal_hash)"
            f" SELECT {SAID}, '' FROM audit_auditentry WHERE seal_number = %s",
            office.an_entry(),
        ),
    },
    "order": {"an entry invented under the next number": invent},
    "trace": {"the entry of an action that wrote a version": remove_an_action},
}
