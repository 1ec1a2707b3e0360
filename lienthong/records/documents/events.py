from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentIssued:
    document_id: int


@dataclass(frozen=True)
class OpinionGiven:
    """A body has answered, and others of the round are still waited for."""

    request_id: int


@dataclass(frozen=True)
class OpinionsComplete:
    """Every body asked in this round has answered."""

    document_id: int


@dataclass(frozen=True)
class DocumentReturned:
    document_id: int


@dataclass(frozen=True)
class DocumentCancelled:
    document_id: int
