from dataclasses import dataclass


@dataclass(frozen=True)
class ReceiptChanged:
    audience_id: int
    unit_id: int
