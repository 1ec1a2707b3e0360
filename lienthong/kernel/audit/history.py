"""Row history of chosen tables, written by the database itself."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pghistory.models
import pghistory.trigger
from django.db import connection, models, transaction

from lienthong.kernel.audit.actions import record_loading
from lienthong.kernel.events.public import current_trace
from lienthong.kernel.permissions.public import Actor

M = TypeVar("M", bound=type[models.Model])


class HistoryEvent(pghistory.models.Event):
    """One version of one row; numbered with 64 bits where the library has 32."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def with_history(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Keep every version of the rows of a model, hand-written SQL included (class decorator)."""

    def track(model: M) -> M:
        tracked: M = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=exclude,
            base_model=HistoryEvent,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # None is allowed by its documentation
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="+"),
            append_only=True,
            model_name=f"{model.__name__}History",
        )(model)
        return tracked

    return track


# One statement, or a part of one, local to the transaction: the signature ends with it.
SIGNED = "set_config('pghistory.context_metadata', %s, true)"


def signature_of(actor: Actor | None) -> str:
    """What `SIGNED` takes: the actor's numbers and the request's trace."""
    about: dict[str, Any] = {"trace": current_trace()}
    if actor is not None:
        about |= {
            "person": actor.person_id,
            "post": actor.post_id,
            "for_post": actor.for_post_id,
            "unit": actor.unit_id,
        }
    return json.dumps(about)


def sign_history(actor: Actor | None) -> None:
    """Sign the row history that the present transaction goes on to write."""
    if not connection.in_atomic_block:
        raise RuntimeError("Row history is signed inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SIGNED}", [signature_of(actor)])


@contextmanager
def without_history(
    *models_loaded: type[models.Model], actor: Actor | None = None
) -> Iterator[None]:
    """Load in bulk without row history, in one transaction; the audit says so for each table."""
    with transaction.atomic():
        for model in models_loaded:
            _switch_history(model, "DISABLE")
        yield
        with connection.cursor() as cursor:
            # Switching back is refused while checks of foreign keys are pending.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in models_loaded:
            _switch_history(model, "ENABLE")
            record_loading(actor, model)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _switch_history(model: type[models.Model], switch: str) -> None:
    quote = connection.ops.quote_name
    triggers = getattr(model._meta, "triggers", [])
    with connection.cursor() as cursor:
        for trigger in triggers:
            if isinstance(trigger, pghistory.trigger.Event):
                table, name = quote(model._meta.db_table), quote(trigger.get_pgid(model))  # type: ignore[arg-type]  # it wants the class
                cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER {name}")
