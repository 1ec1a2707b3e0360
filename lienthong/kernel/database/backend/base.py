"""Django's PostgreSQL backend, which starts the installation's own server when it is needed."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from lienthong.kernel.database.server import Server


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        server = Server.of(Path(self.settings_dict["VAR"]))
        if not server.is_alive():
            server.start()
        self.settings_dict["HOST"] = str(server.socket_dir)
        params: dict[str, Any] = super().get_connection_params()
        return params
