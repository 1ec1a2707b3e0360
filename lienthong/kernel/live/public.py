"""What changes is told to those whom it concerns, while they look."""

from .hub import RIGHTS, Ears
from .hub import SESSION as SESSION_OVER
from .stream import Live
from .triggers import PERSON, POST, SESSION, UNIT, tells

__all__ = ["PERSON", "POST", "RIGHTS", "SESSION", "SESSION_OVER", "UNIT", "Ears", "Live", "tells"]
