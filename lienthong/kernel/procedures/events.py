from dataclasses import dataclass


@dataclass(frozen=True)
class StepOpened:
    visit_id: int
