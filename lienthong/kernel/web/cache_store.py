"""The cache in the database, as plain JSON: who writes to its table has a counter changed, and nothing else.

The store that comes with the framework turns its rows into objects of any kind, code included.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

_FIND = "SELECT value FROM {table} WHERE cache_key = %s AND expires > clock_timestamp()"
_SET = """
    INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%s, %s, %s)
    ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
_IF_NOT_THERE = "WHERE kept.expires <= clock_timestamp()"


class JsonCache(BaseDatabaseCache):
    """Keeps what can be written as JSON. `createcachetable` makes its table; a job empties it of what expired."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        self._named_table = connection.ops.quote_name(table)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(self._with_table(_FIND), [self._named(key, version)])
            found = cursor.fetchone()
        if found is None:
            return default
        try:
            return json.loads(found[0])
        except ValueError:
            return default

    def set(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._write(_SET, key, value, timeout, version)

    def add(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return self._write(_SET + _IF_NOT_THERE, key, value, timeout, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        change = (
            "UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires > clock_timestamp()"
        )
        return self._changed(change, self._until(timeout), self._named(key, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._changed("DELETE FROM {table} WHERE cache_key = %s", self._named(key, version))

    def clear(self) -> None:
        self._changed("DELETE FROM {table}")

    def forget_expired(self) -> None:
        self._changed("DELETE FROM {table} WHERE expires <= clock_timestamp()")

    def _write(
        self, statement: str, key: str, value: Any, timeout: Any, version: int | None
    ) -> bool:
        said = json.dumps(value)
        return self._changed(statement, self._named(key, version), said, self._until(timeout))

    def _changed(self, statement: str, *given: Any) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(self._with_table(statement), list(given))
            return bool(cursor.rowcount)

    def _with_table(self, statement: str) -> str:
        return statement.format(table=self._named_table)

    def _named(self, key: str, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _until(self, timeout: Any) -> datetime:
        at = self.get_backend_timeout(timeout)
        return datetime.max.replace(tzinfo=UTC) if at is None else datetime.fromtimestamp(at, UTC)
