"""The number that joins a request, the actions it did, and what followed from them."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_trace: ContextVar[str] = ContextVar("trace", default="")


def current_trace() -> str:
    return _trace.get()


def new_trace() -> str:
    return secrets.token_hex(8)


@contextmanager
def tracing(trace: str) -> Iterator[str]:
    """Everything done inside carries this number in the audit and in its consequences."""
    token = _trace.set(trace)
    try:
        yield trace
    finally:
        _trace.reset(token)
