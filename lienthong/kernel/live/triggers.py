"""What makes the database say that a row has changed: statement by statement, so that bulk work costs little."""

from typing import Any

import pgtrigger

# Whom a column names, as a topic begins.
PERSON, POST, UNIT, SESSION = "p", "o", "u", "s"

_Referencing: Any = pgtrigger.Referencing  # the library has no types here
_CHANGED = {
    pgtrigger.Insert: ("inserted", "TABLE told_new", _Referencing(new="told_new")),
    pgtrigger.Update: (
        "updated",
        "(SELECT * FROM told_old UNION ALL SELECT * FROM told_new)",
        _Referencing(old="told_old", new="told_new"),
    ),
    pgtrigger.Delete: ("deleted", "TABLE told_old", _Referencing(old="told_old")),
}


def tells(
    part: str,
    topics: dict[str, str],
    *,
    on: tuple[pgtrigger.Operation, ...] = (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete),
    joined: str = "",
) -> list[pgtrigger.Trigger]:
    """Triggers for a model's Meta: each statement that changes its rows tells those whom the columns name.

    `topics` maps a column (of the row, `one`, or of what is `joined`) to whom it names.
    """
    named = ", ".join(f"('{kind}' || {column})" for column, kind in topics.items())
    return [_trigger(operation, part, named, joined) for operation in on]


def _trigger(
    operation: pgtrigger.Operation, part: str, named: str, joined: str
) -> pgtrigger.Trigger:
    when, rows, referencing = _CHANGED[operation]
    changed = f"({rows})" if rows.startswith("TABLE") else rows
    return pgtrigger.Trigger(
        name=f"tell_{part}_{when}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=f"INSERT INTO live_change (topic, part) SELECT DISTINCT told.topic, '{part}' "  # noqa: S608 -- constants of the rooms
        f"FROM {changed} one {joined} CROSS JOIN LATERAL (VALUES {named}) AS told (topic) "
        "WHERE told.topic IS NOT NULL; RETURN NULL;",
    )
