from dataclasses import dataclass


@dataclass(frozen=True)
class UnitMoved:
    unit_id: int


@dataclass(frozen=True)
class UnitDissolved:
    unit_id: int
