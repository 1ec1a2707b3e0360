"""What the programs of an installation write into their log: what broke and where, never about whom."""

import logging
import traceback
from typing import Any


class LineWithoutContents(logging.Formatter):
    """A failure is written with its kind and its places in the code.

    What it says itself is left out: the database, parsers and libraries quote there the words, names and
    contents they were given.
    """

    def formatException(self, info: Any) -> str:  # noqa: N802 -- the library's name
        failure: BaseException | None = info[1]
        lines: list[str] = []
        seen: set[int] = set()
        while failure is not None and id(failure) not in seen:
            seen.add(id(failure))
            kind = type(failure)
            places = [
                f"  {one.filename}:{one.lineno} in {one.name}"
                for one in traceback.extract_tb(failure.__traceback__)
            ]
            lines = [f"{kind.__module__}.{kind.__qualname__}", *places, *lines]
            failure = failure.__cause__ or failure.__context__
        return "\n".join(lines)
