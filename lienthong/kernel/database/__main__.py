"""`python -m lienthong.kernel.database start|stop|status|psql|remove`: the installation's own server."""

import os
import sys

from django.conf import settings

from lienthong.kernel.database.address import OWN_SERVER
from lienthong.kernel.database.programs import ServerTrouble, wheel_programs
from lienthong.kernel.database.public import Server

USAGE = """Usage: python -m lienthong.kernel.database COMMAND
start, stop, status   of the installation's own server
psql [arguments]      a conversation with it
remove --all-data     stop it and delete it with everything it holds"""


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    address = settings.DATABASES["default"]
    if address["ENGINE"] != OWN_SERVER:
        print("This installation uses the server in DATABASE_URL; it is not ours to start or stop.")
        return 1
    server = Server.of(settings.VAR)
    match arguments:
        case ["start"]:
            server.start()
            return status(server)
        case ["stop"]:
            print("Stopped." if server.stop() else "It was not running.")
            return 0
        case ["status"]:
            return status(server)
        case ["remove", "--all-data"]:
            server.remove()
            return 0
        case ["psql", *rest]:
            server.start()
            psql = str(wheel_programs() / "psql")
            place = ["-h", str(server.socket_dir), "-U", address["USER"], "-d", address["NAME"]]
            os.execv(psql, [psql, *place, *rest])  # noqa: S606 - our own program, no shell
    print(USAGE)
    return 2


def status(server: Server) -> int:
    running = server.is_alive()
    print("Running." if running else "Not running.")
    print(
        f"User: {server.owner.name}\nData: {server.data}\nLog: {server.log}\nSocket: {server.socket_dir}"
    )
    return 0 if running else 3


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerTrouble as trouble:
        sys.exit(str(trouble))
