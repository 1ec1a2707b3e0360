"""Rows that give rights bear a mark: a row that no process of ours wrote gives none.

The mark covers what a row says and its number. Whoever has only the database can neither write such a
row nor change one, nor lend its mark to another row.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import connection, models, transaction

from .marks import is_marked_as, marked_as
from .verifying import Fault

Row = TypeVar("Row", bound="MarkedRow")
PK = "id"
_SET_MARKS = """
    UPDATE {table} row SET mark = new.mark
    FROM unnest(%s::bigint[], %s::text[]) AS new(id, mark) WHERE row.id = new.id
"""
_AT_ONCE = 2000


class MarkedQuerySet(models.QuerySet[Row]):
    def update(self, **changes: Any) -> int:
        """Columns under the mark are refused: without a new mark the holder would lose the right unseen."""
        model = self.model
        if marked := [name for name in model.MARKED if _is_named(model, name, changes)]:
            raise TypeError(f"{model.__name__}.{marked[0]} is changed by save, which marks the row")
        return super().update(**changes)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """As always, each row with its number and its mark."""
        rows = list(objs)
        fresh = [row for row in rows if row.pk is None]
        for row, key in zip(fresh, _next_keys(self.model, len(fresh)), strict=True):
            row.pk = key
        for row in rows:
            row.mark = row.mark_made()
        return super().bulk_create(rows, *args, **kwargs)


class MarkedRow(models.Model):
    """A row with the mark of the process that wrote it. Only `save` and `bulk_create` make the mark."""

    # The columns by which it gives rights.
    MARKED: ClassVar[tuple[str, ...]] = ()
    # Which rows of the table give any; the daily check looks at these.
    GIVING: ClassVar[models.Q] = models.Q()
    # What the daily check says of one that bears no good mark.
    UNMARKED: ClassVar[str]

    mark = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            if self.pk is None:
                (self.pk,) = _next_keys(type(self), 1)
            self.mark = self.mark_made()
            kwargs["force_insert"] = True
            super().save(*args, **kwargs)
            return
        fields = kwargs.get("update_fields")
        changed = [name for name in self.MARKED if fields is None or _is_named(self, name, fields)]
        if not changed:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self.mark = self._mark_of_change(changed)
            if fields is not None:
                kwargs["update_fields"] = {*fields, "mark"}
            super().save(*args, **kwargs)

    def save_taken(self, *fields: str) -> None:
        """Change a row that was read under a lock and found to bear a good mark; nothing is asked again."""
        self.mark = self.mark_made()
        super().save(update_fields=[*fields, "mark"])

    def is_marked(self) -> bool:
        """Whether a process of ours wrote the row as it is."""
        return is_marked_as(self._meta.db_table, self.mark, _said(self))

    @classmethod
    def are_marked(cls, values: dict[str, Any]) -> bool:
        """The same of a row that was read as JSON: its number, its mark and what that covers."""
        content = {name: value for name, value in values.items() if name != "mark"}
        return is_marked_as(cls._meta.db_table, values["mark"], content)

    def mark_made(self) -> str:
        return marked_as(self._meta.db_table, _said(self))

    def _mark_of_change(self, changed: list[str]) -> str:
        """A new mark for what the row now says; what bore none bears none afterwards."""
        stored = type(self)._base_manager.select_for_update().select_related(None).get(pk=self.pk)
        if not stored.is_marked():
            return stored.mark
        for name in changed:
            setattr(stored, name, getattr(self, name))
        return stored.mark_made()


def unmarked_rows() -> Iterator[Fault]:
    """The rows that no process of ours wrote as they are, in every table whose rows give rights."""
    for model in marked_tables():
        for key, mark, content in _as_stored(model, model.MARKED, model.GIVING):
            if not is_marked_as(model._meta.db_table, mark, content):
                yield Fault("mark of a row", model.UNMARKED, {"row": key})


def marked_tables() -> list[type[MarkedRow]]:
    return [model for model in apps.get_models() if issubclass(model, MarkedRow)]


def mark_rows(model: type[models.Model], columns: Iterable[str]) -> int:
    """Mark the rows of a table as they are; for the update that begins with marks, and at the console.

    A trigger that lets nobody change a row is off meanwhile.
    """
    name = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        # A trigger is not switched while checks of foreign keys are pending.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        marked = _set_marks(model, _as_stored(model, columns))
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return marked


def mark_anew(model: type[MarkedRow], keys: Collection[int]) -> None:
    """Mark rows as they are after one statement has changed many of them.

    The keys are those that bore a good mark before: what bore none gets none by being changed.
    """
    _set_marks(model, _as_stored(model, model.MARKED, models.Q(pk__in=keys)))


def _set_marks(model: type[models.Model], stored: Iterable[tuple[int, str, dict[str, Any]]]) -> int:
    table = model._meta.db_table
    marks = [(key, marked_as(table, said)) for key, _mark, said in stored]
    statement = _SET_MARKS.format(table=connection.ops.quote_name(table))
    with connection.cursor() as cursor:
        for at in range(0, len(marks), _AT_ONCE):
            numbers, made = zip(*marks[at : at + _AT_ONCE], strict=True)
            cursor.execute(statement, [list(numbers), list(made)])
    return len(marks)


def _as_stored(
    model: type[models.Model], columns: Iterable[str], which: models.Q | None = None
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Number, mark and what the mark covers, of each row, or of some."""
    names = (PK, *columns)
    rows = model._base_manager.order_by(PK)
    if which is not None:
        rows = rows.filter(which)
    for mark, *values in rows.values_list("mark", *names).iterator():
        content = dict(zip(names, map(_plain, values), strict=True))
        yield content[PK], mark, content


def _said(row: MarkedRow) -> dict[str, Any]:
    """What a mark covers: the number of the row and the columns that give rights."""
    names = (PK, *row.MARKED)
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return {name: _plain(fields[name].to_python(getattr(row, name))) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str | dict | list):
        return value
    return str(value)


def _is_named(row: MarkedRow | type[MarkedRow], attname: str, fields: Iterable[str]) -> bool:
    return attname in fields or row._meta.get_field(attname).name in fields


def _next_keys(model: type[models.Model], count: int) -> list[int]:
    """Fresh numbers of a table, taken from its own sequence."""
    if not count:
        return []
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]
