from dataclasses import dataclass


@dataclass(frozen=True)
class AudiencePublished:
    audience_id: int


@dataclass(frozen=True)
class ReceiptChanged:
    audience_id: int
    unit_id: int
