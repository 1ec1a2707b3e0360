"""Where Django finds its database."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lienthong.kernel.database.programs import ServerTrouble
from lienthong.kernel.database.server import DATABASE

OWN_SERVER = "lienthong.kernel.database.backend"
ANY_SERVER = "django.db.backends.postgresql"


def database_settings(
    var: Path, url: str = "", *, pool: int = 0, prepared: bool = True
) -> dict[str, Any]:
    """Django's settings for `url`, or, without one, for the server kept in `var`.

    Nothing is started here: our own server starts with the first connection. `pool` is the
    greatest number of connections one process keeps; 0 keeps one connection per thread. `prepared`
    statements are planned once in a connection, which not every pooler hands on.
    """
    own: dict[str, Any] = {"ENGINE": OWN_SERVER, "NAME": DATABASE, "USER": DATABASE, "OPTIONS": {}}
    settings = from_url(url) if url else own
    settings["OPTIONS"].update(connect_timeout=10, application_name="lienthong")
    if prepared:
        settings["OPTIONS"].update(server_side_binding=True, prepare_threshold=1)
    settings["CONN_HEALTH_CHECKS"] = True
    settings["CONN_MAX_AGE"] = 0 if pool else 60
    if pool:
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
    if not url:
        settings["VAR"] = str(var)
    return settings


def from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ServerTrouble(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name "
            "(only PostgreSQL 15 or newer is supported)."
        )
    return {
        "ENGINE": ANY_SERVER,
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
