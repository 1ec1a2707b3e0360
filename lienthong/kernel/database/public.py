"""The door of the room. It opens before Django is set up: the settings come through it."""

from lienthong.kernel.database.address import database_settings
from lienthong.kernel.database.asking import PLANNED_ONCE, Asked, OneOf
from lienthong.kernel.database.programs import ServerTrouble, client_program
from lienthong.kernel.database.secret import secret_from
from lienthong.kernel.database.server import Server
from lienthong.kernel.database.tables import make_tables

__all__ = [
    "PLANNED_ONCE",
    "Asked",
    "OneOf",
    "Server",
    "ServerTrouble",
    "client_program",
    "database_settings",
    "make_tables",
    "secret_from",
]
