"""The window as a program: what it starts from, and what it never loads."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

PROGRAM = """
import json, sys
from config.window import application
from django.conf import settings
heads = []
body = b"".join(application({
    "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8001", "wsgi.input": sys.stdin.buffer, "wsgi.url_scheme": "http",
}, lambda status, headers: heads.append(status)))
print(json.dumps({
    "status": heads[0], "body": body.decode(), "modules": sorted(sys.modules),
    "settings": settings.SETTINGS_MODULE, "secret": settings.SECRET_KEY,
}))
"""
OF_THE_WEB = (
    "config.settings",
    "psycopg",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "lienthong.kernel.people",
    "lienthong.records.signing.models",
    "lienthong.records.signing.public",
    "lienthong.records.documents",
)


def started(var: Path) -> dict:
    environment = {
        "PATH": "/usr/bin:/bin",
        "LIENTHONG_VAR": str(var),
        # What belongs to the web does not reach it.
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        check=True,
        timeout=120,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_it_starts_alone_and_knows_nothing_of_the_web(tmp_path) -> None:
    said = started(tmp_path)

    assert (said["status"], said["body"]) == ("200 OK", "ok")
    assert said["settings"] == "config.window_settings"
    loaded = [
        module
        for module in said["modules"]
        if any(module == one or module.startswith(f"{one}.") for one in OF_THE_WEB)
    ]
    assert loaded == []
    assert list(tmp_path.iterdir()) == []
    assert started(tmp_path)["secret"] != said["secret"]
