"""What a superuser of the database does to versions of rows that are bound."""

from collections.abc import Callable, Iterator
from typing import Any

from .database import plain
from .nature import Nature, table
from .office import Office


def natures() -> Iterator[Nature]:
    yield from table("database", VERSIONS)


def _version(statement: str) -> Callable[[Office], object]:
    return lambda office: office.do(statement, *[office.a_version()] * statement.count("%s"))


COLUMNS_OF_VERSIONS = (
    "pgh_created_at, pgh_label, pgh_obj_id, pgh_context, id, role, title, valid_from, valid_to,"
    " ended_at, person_id, unit_id"
)
VERSION_AT = f"""
    INSERT INTO people_posthistory (pgh_id, {COLUMNS_OF_VERSIONS})
    SELECT %s, {COLUMNS_OF_VERSIONS} FROM people_posthistory WHERE pgh_id = %s
"""
VERSIONS: dict[str, dict[str, Any]] = {
    "rows": {
        "the role in a version": _version(
            "UPDATE people_posthistory SET role = 'secretary' WHERE pgh_id = %s"
        ),
        "the day in a version": _version(
            "UPDATE people_posthistory SET valid_from = valid_from - 1 WHERE pgh_id = %s"
        ),
        "who wrote a version": _version(
            """UPDATE people_posthistory SET pgh_context = pgh_context || '{"person": 1}'"""
            " WHERE pgh_id = %s"
        ),
        "when a version was written": _version(
            "UPDATE people_posthistory SET pgh_created_at = pgh_created_at + interval '1 second'"
            " WHERE pgh_id = %s"
        ),
        "a version removed": _version("DELETE FROM people_posthistory WHERE pgh_id = %s"),
        "a version moved to the end": _version(
            "UPDATE people_posthistory SET pgh_id = pgh_id + 1000 WHERE pgh_id = %s"
        ),
        "a version put into a hole": lambda office: office.do(
            VERSION_AT, office.a_hole(), office.a_version()
        ),
        "a version put before the first": lambda office: office.do(
            VERSION_AT, -office.a_version(), office.a_version()
        ),
        "the entry that binds versions removed": (
            plain(
                "DELETE FROM audit_auditentry WHERE id = (SELECT min(id) FROM audit_auditentry"
                " WHERE verb = 'audit.versions_bound' AND subject_type = 'people.posthistory')"
            ),
            1,
        ),
    },
    "unlike": {
        "a row changed without a version": _version(
            "UPDATE people_post SET title = 'Bí thư' WHERE id = (SELECT id FROM people_posthistory"
            " WHERE pgh_id = %s)"
        ),
        "a row removed without a version": _version(
            "DELETE FROM people_post WHERE id = (SELECT id FROM people_posthistory"
            " WHERE pgh_id = %s)"
        ),
    },
    "trace": {
        "the entry of an action that wrote a version": _version(
            "DELETE FROM audit_auditentry WHERE trace = (SELECT pgh_context ->> 'trace'"
            " FROM people_posthistory WHERE pgh_id = %s)"
        ),
    },
}
