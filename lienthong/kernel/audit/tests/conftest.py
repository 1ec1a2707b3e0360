from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from lienthong.kernel.audit import further, keeping
from lienthong.kernel.audit.exporting import exported_lines
from lienthong.kernel.audit.public import record
from lienthong.kernel.audit.sealing import seal_round
from lienthong.kernel.audit.tests.factories import an_actor
from lienthong.kernel.audit.tests.keeper import OfficeKeeper
from lienthong.kernel.audit.tests.lines import as_read


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeKeeper:
    return OfficeKeeper.at(tmp_path_factory.mktemp("office"))


@pytest.fixture
def keeper(
    office: OfficeKeeper, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> OfficeKeeper:
    """An office with keys and a founded signer of its own."""
    settings.KEYS = tmp_path / "keys"
    keeper = office.copied_to(tmp_path)
    monkeypatch.setattr(keeping, "_keepers", [keeper])
    # What other rooms check is not of this office.
    monkeypatch.setattr(further, "_checks", [])
    return keeper


@pytest.fixture
def thing(db: None) -> ContentType:
    return ContentType.objects.create(app_label="kettle", model="kettle")


@pytest.fixture
def export(keeper: OfficeKeeper, thing: ContentType) -> list[dict[str, Any]]:
    """Ten entries sealed in two rounds, as exported."""
    for number in range(6):
        record(an_actor(), "kettles.boiled", thing, number=number, nơi="Đồng Xuân")
    assert seal_round().count == 6
    for number in range(4):
        record(None, "kettles.cooled", thing, number=number)
    assert seal_round().count == 4
    return as_read(exported_lines())
