"""Lines of an export in the hands of a test."""

import json
from collections.abc import Iterable
from typing import Any

from lienthong.kernel.audit.chain import Place
from lienthong.kernel.audit.verifying import Verdict, verify

from .keeper import OfficeKeeper


def as_read(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """As somebody reads them from the file."""
    return [json.loads(json.dumps(line)) for line in lines]


def check(lines: Iterable[Any], keeper: OfficeKeeper, *noted: Place) -> Verdict:
    return verify(lines, records=keeper.records(), noted=noted)


def entries_of(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if "entry" in line]


def heads_of(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if "head" in line]
