"""The door of the room."""

from lienthong.kernel.database.public import secret_from

__all__ = ["secret_from"]
