"""Rights as marks of an index: an entry bears them, and who asks brings those they hold."""

from collections.abc import Iterable


def marks(
    *, exact: Iterable[str] = (), below: Iterable[str] = (), persons: Iterable[int] = ()
) -> list[str]:
    """Of units whose very place counts, of those beneath which everything counts, and of persons."""
    return [
        *(f"={path}" for path in sorted(exact)),
        *(f"<{path}" for path in sorted(below)),
        *(f"@{person}" for person in sorted(persons)),
    ]
