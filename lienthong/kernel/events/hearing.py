"""Who hears what: events by name, and the reactions registered for them."""

from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar

from lienthong.kernel.jobs.public import NotAnId, refuse_all_but_ids

E = TypeVar("E")
Handler = Callable[[Any], object]

_heard: dict[str, dict[str, Handler]] = {}
_heard_in_batches: dict[str, Callable[[list[Any]], object]] = {}
_classes: dict[str, type[Any]] = {}


def on(event_class: type[E]) -> Callable[[Callable[[E], object]], Callable[[E], object]]:
    """Register a reaction. It may be repeated after a crash, and events may arrive out of order."""
    name = event_name(event_class)

    def register(handler: Callable[[E], object]) -> Callable[[E], object]:
        handler_name = f"{handler.__module__}.{handler.__qualname__}"
        handlers = _heard.setdefault(name, {})
        if handlers.get(handler_name, handler) is not handler:
            raise ValueError(f"{handler_name} is registered twice for {name}")
        handlers[handler_name] = handler
        _classes[name] = event_class
        return handler

    return register


def in_batches(
    event_class: type[E],
) -> Callable[[Callable[[list[E]], object]], Callable[[list[E]], object]]:
    """Register the one reaction to events that come by the thousand: every few seconds, many together.

    They are gone with the transaction in which they were heard.
    """
    name = event_name(event_class)

    def register(handler: Callable[[list[E]], object]) -> Callable[[list[E]], object]:
        if _heard_in_batches.setdefault(name, handler) is not handler or name in _heard:
            raise ValueError(f"{name} is heard already")
        _classes[name] = event_class
        return handler

    return register


def heard_in_batches() -> dict[str, Callable[[list[Any]], object]]:
    return dict(_heard_in_batches)


def handlers_of(name: str) -> dict[str, Handler]:
    return dict(_heard.get(name, {}))


def event_name(event_class: type[Any]) -> str:
    """ "documents.DocumentIssued": the room and the class, whatever the floor."""
    if not is_dataclass(event_class) or not event_class.__dataclass_params__.frozen:  # type: ignore[attr-defined]  # set by dataclass()
        raise TypeError(f"{event_class.__name__} is not a frozen dataclass")
    for field in fields(event_class):
        if not field.name.endswith(("_id", "_ids")):
            raise NotAnId(f"{event_class.__name__}.{field.name} is not an identifier")
    room = event_class.__module__.split(".")[-2]
    return f"{room}.{event_class.__name__}"


def ids_of(event: Any) -> dict[str, Any]:
    ids = asdict(event)
    refuse_all_but_ids(ids)
    return ids


def rebuild(name: str, ids: dict[str, Any]) -> Any:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in ids.items()}
    return _classes[name](**values)
