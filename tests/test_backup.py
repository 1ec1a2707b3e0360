"""An installation is saved into one file and made again from it, in processes of their own."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
STORE = """
from lienthong.kernel.files.public import store
print(store("Nghị quyết".encode(), media_type="text/plain").sha256)
"""

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="needs a second, empty database"
)


class Installation:
    def __init__(self, var: Path) -> None:
        self.var = var

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE,
            env=os.environ | {"LIENTHONG_VAR": str(self.var)},
            capture_output=True,
            text=True,
            check=False,
        )

    def remove(self) -> None:
        self.run("-m", "lienthong.kernel.database", "remove", "--all-data")


@pytest.fixture(scope="module")
def installations(tmp_path_factory):
    made = [Installation(tmp_path_factory.mktemp(name)) for name in ("old", "new")]
    yield made
    for installation in made:
        installation.remove()


def strange_archive(folder: Path) -> Path:
    """An archive that would write outside the installation."""
    archive = folder / "strange.tar"
    with tarfile.open(archive, "w") as made:
        made.add(__file__, arcname="../outside.py")
    return archive


def test_an_installation_is_made_again_from_its_backup(installations, tmp_path):
    old, new = installations
    assert old.run("manage.py", "migrate", "--verbosity=0").returncode == 0
    stored = old.run("manage.py", "shell", "--verbosity=0", "-c", STORE)
    sha256 = stored.stdout.strip().splitlines()[-1]
    archive = tmp_path / "backup.tar"

    saved = old.run("-m", "config.backup", "save", str(archive))

    assert saved.returncode == 0, saved.stderr
    assert "keys are NOT in this backup" in saved.stderr
    assert archive.stat().st_mode & 0o777 == 0o600

    damaged = tmp_path / "damaged.tar"
    content = archive.read_bytes()
    damaged.write_bytes(content.replace("Nghị quyết".encode(), "Nghị guyết".encode()))
    refused = new.run("-m", "config.backup", "load", str(damaged))
    assert refused.returncode == 1
    assert "damaged" in refused.stderr

    cut = tmp_path / "cut.tar"
    cut.write_bytes(content[: len(content) // 2])
    for broken in (cut, tmp_path / "not there.tar", strange_archive(tmp_path)):
        said = new.run("-m", "config.backup", "load", str(broken)).stderr
        assert "not a whole backup" in said
        assert "Traceback" not in said
    assert list(new.var.iterdir()) == [], "a refusal leaves nothing behind: no key, no server"

    loaded = new.run("-m", "config.backup", "load", str(archive))
    assert loaded.returncode == 0, loaded.stderr
    assert "whole: 1" in new.run("manage.py", "files", "check").stdout
    assert (new.var / "files" / sha256[:2] / sha256[2:4] / sha256).exists()
    assert "No planned migration" in new.run("manage.py", "migrate", "--plan").stdout

    again = new.run("-m", "config.backup", "load", str(archive))
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_keys_leave_only_when_asked_for(installations, tmp_path):
    old, _ = installations
    archive = tmp_path / "keys.tar"

    old.run("-m", "config.backup", "save", str(archive), "--with-keys")

    listed = subprocess.run(["tar", "-tf", archive], capture_output=True, text=True, check=True)
    assert "keys/django-secret" in listed.stdout
