from dataclasses import dataclass


@dataclass(frozen=True)
class IncomingRegistered:
    incoming_id: int


@dataclass(frozen=True)
class IncomingDirected:
    incoming_id: int


@dataclass(frozen=True)
class IncomingClosed:
    incoming_id: int
