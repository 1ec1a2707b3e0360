"""Row history under the chain: an entry binds the versions of a table, so that none is touched later.

The job looks while nobody writes to the table. A number missing then was rolled back and stays missing: a
version that appears under it later is a fault.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.utils import timezone

from .actions import record_about_table
from .models import AuditEntry
from .sealing import is_ours
from .verifying import Fault
from .verifying import gettext_noop as _

VERB = "audit.versions_bound"
_MOST = 5000
_RANGES = 500
_UNBOUND_FOR = timedelta(days=1)
_PATIENCE = "SET LOCAL lock_timeout = '300ms'"
_HASH = """
    encode(sha256(convert_to(
        string_agg(to_jsonb(v)::text, E'\\n' ORDER BY v.pgh_id), 'UTF8')), 'hex')
"""
_NEXT = """
    SELECT max(v.pgh_id), count(*), {hash}
    FROM (SELECT {columns} FROM {table} WHERE pgh_id > %s ORDER BY pgh_id LIMIT %s) v
"""
_BOUND = """
    SELECT count(v.pgh_id), coalesce({hash}, '')
    FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS r(first, last, place)
    LEFT JOIN (SELECT {columns} FROM {table}) v ON v.pgh_id BETWEEN r.first AND r.last
    GROUP BY r.place ORDER BY r.place
"""
_WITHOUT_ENTRY = """
    SELECT v.pgh_id FROM {table} v
    WHERE v.pgh_context ->> 'trace' <> '' AND NOT EXISTS (
        SELECT 1 FROM audit_auditentry e WHERE e.trace = v.pgh_context ->> 'trace')
    ORDER BY v.pgh_id
"""

# A row that has versions is as its newest one says, or is gone as that says.
_UNLIKE = """
    SELECT v.pgh_obj_id FROM (
        SELECT DISTINCT ON (pgh_obj_id) * FROM {table} ORDER BY pgh_obj_id, pgh_id DESC) v
    LEFT JOIN {rows} r ON r.{key} = v.pgh_obj_id
    WHERE (v.pgh_label = 'delete') IS DISTINCT FROM (r.{key} IS NULL)
        OR (r.{key} IS NOT NULL AND ({of_row}) IS DISTINCT FROM ({of_version}))
    ORDER BY v.pgh_obj_id
"""

Versions = type[models.Model]


def tables_of_versions() -> list[Versions]:
    """The tables in which the database keeps the versions of rows."""
    tracked = (getattr(model, "pgh_event_model", None) for model in apps.get_models())
    return [table for table in tracked if table is not None]


def bind_versions() -> int:
    """Bind what is not yet bound, of every table that nobody is writing to; how many versions."""
    return sum(_bind_table(table) for table in tables_of_versions())


def _bind_table(table: Versions) -> int:
    bound = 0
    try:
        while new := _bind_batch(table):
            bound += new
    except OperationalError:
        pass  # somebody writes to it for long: the next round comes in some minutes
    return bound


@transaction.atomic
def _bind_batch(table: Versions) -> int:
    last = _last_bound(table)
    if not table._default_manager.filter(pgh_id__gt=last).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute(f"LOCK TABLE {_quoted(table._meta.db_table)} IN SHARE MODE")
    columns = [str(field.column) for field in table._meta.concrete_fields]
    ((newest, count, hash_),) = _asked(_NEXT, table, columns, [last, _MOST])
    facts = {"first": last + 1, "last": newest, "count": count, "hash": hash_, "columns": columns}
    record_about_table(None, VERB, table, **facts)
    return int(count)


def _last_bound(table: Versions) -> int:
    binding = next((entry for entry in _bindings(table).order_by("-id") if is_ours(entry)), None)
    return int(binding.facts["last"]) if binding else 0


def _bindings(table: Versions) -> models.QuerySet[AuditEntry]:
    about = {"subject_type": table._meta.label_lower, "subject_id": ""}
    return AuditEntry.objects.filter(verb=VERB, **about)


def faults_of(table: Versions) -> Iterator[Fault]:
    """What is wrong with the versions of a table."""
    name = str(table._meta.label_lower)
    last, known = 0, {field.column for field in table._meta.concrete_fields}
    bindings = [one for one in _bindings(table).order_by("id").iterator() if is_ours(one)]
    if table._default_manager.filter(pgh_id__lt=1).exists():
        yield Fault("rows", _("A version of %(table)s is before the first."), {"table": name})
    for columns, some in groupby(bindings, key=lambda one: tuple(one.facts["columns"])):
        bound = list(some)
        if not known >= set(columns):
            yield Fault("rows", _("A column of %(table)s that was bound is gone."), {"table": name})
        else:
            yield from _touched(table, list(columns), bound)
        for one in bound:
            if one.facts["first"] != last + 1:
                yield Fault("rows", _("A binding of %(table)s is missing."), {"table": name})
            last = one.facts["last"]
    yield from _left_open(table, last)


def _touched(table: Versions, columns: list[str], bound: list[AuditEntry]) -> Iterator[Fault]:
    for at in range(0, len(bound), _RANGES):
        some = [one.facts for one in bound[at : at + _RANGES]]
        ranges = [[one["first"] for one in some], [one["last"] for one in some]]
        found = _asked(_BOUND, table, columns, ranges)
        for facts, (count, hash_) in zip(some, found, strict=True):
            if (count, hash_) != (facts["count"], facts["hash"]):
                about = {"table": str(table._meta.label_lower), **facts}
                message = _("Versions %(first)s to %(last)s of %(table)s are not those bound.")
                yield Fault(
                    "rows", message, {name: about[name] for name in ("first", "last", "table")}
                )


def _left_open(table: Versions, last: int) -> Iterator[Fault]:
    """Versions that nobody binds, and versions written by an action whose entry is gone."""
    name = str(table._meta.label_lower)
    since = timezone.now() - _UNBOUND_FOR
    if table._default_manager.filter(pgh_id__gt=last, pgh_created_at__lt=since).exists():
        yield Fault("rows", _("Versions of %(table)s were not bound for a day."), {"table": name})
    for (version,) in _asked(_WITHOUT_ENTRY, table, [], []):
        message = _("The action that wrote version %(version)s of %(table)s has no entry.")
        yield Fault("trace", message, {"table": name, "version": version})


def rows_unlike_their_versions(table: Versions) -> Iterator[Fault]:
    """Rows that were changed, added back or removed without a version: the triggers were off."""
    rows = table.pgh_tracked_model  # type: ignore[attr-defined]  # set by the library
    columns = [
        _quoted(field.column)
        for field in rows._meta.concrete_fields
        if field.column in {own.column for own in table._meta.concrete_fields}
    ]
    named = {
        "table": _quoted(table._meta.db_table),
        "rows": _quoted(rows._meta.db_table),
        "key": _quoted(rows._meta.pk.column),
        "of_row": ", ".join(f"r.{column}" for column in columns),
        "of_version": ", ".join(f"v.{column}" for column in columns),
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNLIKE.format(**named))
        for (row,) in cursor.fetchall():
            message = _("Row %(row)s of %(table)s is not as its newest version says.")
            yield Fault("unlike", message, {"row": row, "table": str(rows._meta.label_lower)})


def count_of_versions() -> int:
    return sum(table._default_manager.count() for table in tables_of_versions())


def _asked(
    question: str, table: Versions, columns: Iterable[str], values: list[Any]
) -> list[tuple[Any, ...]]:
    named = {
        "hash": _HASH,
        "columns": ", ".join(map(_quoted, columns)),
        "table": _quoted(table._meta.db_table),
    }
    with connection.cursor() as cursor:
        cursor.execute(question.format(**named), values)
        return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
