"""Questions that every page puts: their SQL is made once, not each time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, F, Func, Model, QuerySet, TextField, Value
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)

# A part of a statement: what follows in its transaction is planned once in a connection, whatever it is asked with.
# An action asks by keys, so that one plan is as good as another, and making one takes ten times as long as following it.
PLANNED_ONCE = "set_config('plan_cache_mode', 'force_generic_plan', true)"


class OneOf(Func):
    """Whether a field has one of these texts, however many: `= ANY`, where `IN` would be another question."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, field: str, texts: list[str]) -> None:
        super().__init__(F(field), Value(texts, ArrayField(TextField())))


class Asked(Generic[M]):
    """A question of the ORM that is always the same but for a few values.

    Making the SQL of eight joined tables takes the ORM several times as long as the database needs to answer.
    `samples` are values that stand in the question wherever the ones asked with will stand; each of them must be
    different from everything else in it. A list is asked for with `OneOf`.

        POSTS = Asked(lambda person, day: Post.objects.filter(person=person, ...), person=70_001, day=date.min)
        POSTS(person=actor.person_id, day=today)
    """

    def __init__(self, question: Callable[..., QuerySet[M]], **samples: Any) -> None:
        self.question, self.samples = question, samples

    def __call__(self, **values: Any) -> list[M]:
        made = self._made()
        with connection.cursor() as cursor:
            cursor.execute(made.sql, [slot.filled(values) for slot in made.slots])
            return made.things(cursor.fetchall())

    def _made(self) -> "_Made[M]":
        # What is made is bound to the connection, and a connection to one thread at a time.
        here = connections[DEFAULT_DB_ALIAS]
        kept: dict[Asked[Any], _Made[Any]] = vars(here).setdefault("questions_made", {})
        if self not in kept:
            kept[self] = _Made(self.question(**self.samples), self.samples)
        return kept[self]


class _Made(Generic[M]):
    def __init__(self, rows: QuerySet[M], samples: dict[str, Any]) -> None:
        self.compiler = rows.query.get_compiler(rows.db)
        self.sql, given = self.compiler.as_sql()
        self.slots = [_Slot.of(value, samples) for value in given]
        if missing := samples.keys() - {slot.name for slot in self.slots}:
            raise ValueError(f"{sorted(missing)} stand nowhere in the question")
        select, about = self.compiler.select, self.compiler.klass_info
        self.model = about["model"]
        self.first, self.end = about["select_fields"][0], about["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in select[self.first : self.end]]
        # The stubs are those of a later Django.
        self.populators = get_related_populators(about, select, rows.db)  # type: ignore[call-arg]

    def things(self, rows: list[tuple[Any, ...]]) -> list[M]:
        return [self._thing(row) for row in self.compiler.results_iter([rows])]

    def _thing(self, row: Any) -> M:
        own = row[self.first : self.end]
        thing: M = self.model.from_db(self.compiler.using, self.names, own)
        for populator in self.populators:
            populator.populate(row, thing)
        for name, position in (self.compiler.annotation_col_map or {}).items():
            setattr(thing, name, row[position])
        return thing


@dataclass(frozen=True)
class _Slot:
    """One value of the SQL: always the same, or that of a name, in the type in which the ORM hands it over."""

    name: str
    value: Any

    @classmethod
    def of(cls, value: Any, samples: dict[str, Any]) -> "_Slot":
        found = (
            name for name, one in samples.items() if isinstance(value, type(one)) and one == value
        )
        return cls(next(found, ""), value)

    def filled(self, values: dict[str, Any]) -> Any:
        if not self.name:
            return self.value
        asked, kind = values[self.name], type(self.value)
        return asked if type(asked) is kind else kind(asked)
