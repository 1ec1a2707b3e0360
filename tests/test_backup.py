"""An installation is saved into one file and made again from it, in processes of their own."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from config.archive import MANIFEST, SIGNATURE
from config.signer import a_signer
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.tests.founding import enrol

from .begun import begin

BASE = Path(__file__).resolve().parent.parent
STORE = """
from lienthong.kernel.files.public import store
print(store("Nghị quyết".encode(), media_type="text/plain").sha256)
"""
PASSPHRASE = "câu mở bản sao lưu"

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="needs a second, empty database"
)


class Installation:
    def __init__(self, var: Path) -> None:
        self.var = var

    @property
    def trust(self) -> str:
        return str(self.var / "keys" / "trust")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE,
            env=os.environ | {"LIENTHONG_VAR": str(self.var)},
            capture_output=True,
            text=True,
            check=False,
        )

    def backup(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "config.backup", *map(str, arguments))

    def found_the_signer(self) -> None:
        """Two founders make their keys; from then on it signs."""
        names = ["Dương Quang Trí", "Đinh Thúy Hạnh"]
        with a_signer(self.var):
            codes = found(self.var / "keys", ("LT-1", "Tỉnh ủy Đồng Xuân"), names)
            for number, (name, code) in enumerate(zip(names, codes, strict=True)):
                enrol(SignerClient(self.var), f"p-{number}", name, "135790", founding_code=code)

    def remove(self) -> None:
        self.run("-m", "lienthong.kernel.database", "remove", "--all-data")


@pytest.fixture(scope="module")
def installations(tmp_path_factory):
    made = [Installation(tmp_path_factory.mktemp(name)) for name in ("old", "new")]
    yield made
    for installation in made:
        installation.remove()


@pytest.fixture(scope="module")
def old(installations, django_db_setup, tmp_path_factory):
    """One with a file and a signer that was founded, and a backup from before."""
    old = installations[0]
    tables = django_db_setup.tables(tmp_path_factory.mktemp("tables") / "dump")
    begin(tables, os.environ | {"LIENTHONG_VAR": str(old.var)})
    old.sha256 = old.run("manage.py", "shell", "--verbosity=0", "-c", STORE).stdout.split()[-1]
    old.early = tmp_path_factory.mktemp("early") / "backup.tar"
    assert "NOT signed" in old.backup("save", old.early).stderr
    old.found_the_signer()
    return old


@pytest.fixture(scope="module")
def archive(old, tmp_path_factory):
    """A signed backup of it."""
    made = tmp_path_factory.mktemp("backups") / "backup.tar"
    saved = old.backup("save", made)
    assert saved.returncode == 0, saved.stderr
    assert "keys are NOT in this backup" in saved.stderr
    assert made.stat().st_mode & 0o777 == 0o600
    return made


@pytest.fixture
def new(installations):
    return installations[1]


@pytest.fixture
def refused(new) -> Callable[..., str]:
    def load(*arguments: str | Path) -> str:
        said = new.backup("load", *arguments)
        assert said.returncode == 1
        assert "Traceback" not in said.stderr
        assert list(new.var.iterdir()) == [], "a refusal leaves nothing behind: no key, no server"
        return said.stderr

    return load


def changed(archive: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with other members."""
    with tarfile.open(archive) as read:
        members = {entry.name: read.extractfile(entry).read() for entry in read}
    change(members)
    with tarfile.open(target, "w") as made:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return target


def test_a_damaged_or_strange_file_is_refused(archive, old, refused, tmp_path):
    content = archive.read_bytes()
    damaged, cut = tmp_path / "damaged.tar", tmp_path / "cut.tar"
    damaged.write_bytes(content.replace("Nghị quyết".encode(), "Nghị guyết".encode()))
    cut.write_bytes(content[: len(content) // 2])
    strange = tmp_path / "strange.tar"
    with tarfile.open(strange, "w") as made:
        made.add(__file__, arcname="../outside.py")

    assert "damaged" in refused(damaged, "--trust", old.trust)
    for broken in (cut, tmp_path / "not there.tar", strange):
        assert "not a whole backup" in refused(broken, "--trust", old.trust)


def test_what_the_signer_did_not_sign_is_refused(archive, old, refused, tmp_path):
    def date_back(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST]) | {"made_at": "2026-01-01T00:00:00+07:00"}
        members[MANIFEST] = json.dumps(manifest).encode()

    tampered = changed(archive, tmp_path / "tampered.tar", date_back)
    unsigned = changed(archive, tmp_path / "unsigned.tar", lambda members: members.pop(SIGNATURE))

    said = "is not what the signer of this installation signed"
    assert said in refused(tampered, "--trust", old.trust)
    assert said in refused(tampered, "--trust", old.trust, "--unsigned"), "not even so"
    assert "is not signed" in refused(unsigned, "--trust", old.trust)
    assert "name the folder of trust" in refused(archive)


def test_a_backup_from_before_the_founding_is_taken_when_its_owner_says_so(old, new):
    assert "is not signed" in new.backup("check", old.early, "--trust", old.trust).stderr
    assert new.backup("check", old.early, "--unsigned").returncode == 0


def test_what_another_installation_signed_is_refused(archive, refused, tmp_path):
    stranger = Installation(tmp_path / "stranger")
    with a_signer(stranger.var):
        pass

    assert "is not what the signer of this" in refused(archive, "--trust", stranger.trust)


def test_a_locked_backup_shows_nothing_and_opens_with_its_passphrase(old, refused, new, tmp_path):
    right, wrong, short = (tmp_path / name for name in ("right", "wrong", "short"))
    right.write_text(f"{PASSPHRASE}\n")
    wrong.write_text("một câu khác hẳn")
    short.write_text("ngắn")
    locked = tmp_path / "backup.locked"

    assert old.backup("save", locked, "--passphrase-file", right).returncode == 0
    assert "Nghị quyết".encode() not in locked.read_bytes()

    trust = ("--trust", old.trust)
    assert "not the passphrase" in refused(locked, *trust, "--passphrase-file", wrong)
    assert "at least 12 characters" in refused(locked, *trust, "--passphrase-file", short)
    assert "cannot be read" in refused(locked, *trust, "--passphrase-file", tmp_path / "none")
    assert "locked with a passphrase" in refused(locked, *trust)
    content = bytearray(locked.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "bent").write_bytes(content)
    bent = refused(tmp_path / "bent", *trust, "--passphrase-file", right)
    assert "not a whole backup" in bent
    checked = new.backup("check", locked, *trust, "--passphrase-file", right)
    assert checked.returncode == 0, checked.stderr


def test_nothing_is_saved_where_the_signer_is_another_user_and_away(old, tmp_path):
    target = tmp_path / "backup.tar"
    environment = os.environ | {"LIENTHONG_VAR": str(old.var), "LIENTHONG_SIGNER": str(tmp_path)}
    command = [sys.executable, "-m", "config.backup", "save", str(target)]

    said = subprocess.run(
        command, cwd=BASE, env=environment, capture_output=True, text=True, check=False
    )

    assert said.returncode == 1
    assert "Nothing was saved, because nobody signs it" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_installation_is_made_again_from_its_backup_and_its_signer_waits(old, new, tmp_path):
    archive = tmp_path / "keys.tar"
    assert old.backup("save", archive, "--with-keys").returncode == 0

    loaded = new.backup("load", archive, "--trust", old.trust)

    assert loaded.returncode == 0, loaded.stderr
    assert "an administrator and a second person" in loaded.stderr
    with a_signer(new.var):
        assert SignerClient(new.var).hello().is_behind
    assert "whole: 1" in new.run("manage.py", "files", "check").stdout
    sha256 = old.sha256
    assert (new.var / "files" / sha256[:2] / sha256[2:4] / sha256).exists()
    assert "No planned migration" in new.run("manage.py", "migrate", "--plan").stdout

    again = new.backup("load", archive, "--trust", old.trust)
    assert again.returncode == 1
    assert "not empty" in again.stderr
