"""The key file that seals one-time code seeds: outside the database, newest key first."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _key_file() -> Path:
    return Path(settings.SECOND_FACTOR_KEYS)


def _keys() -> list[Fernet]:
    path = _key_file()
    if not path.exists():
        _write([Fernet.generate_key().decode()], fresh=True)
    return [Fernet(line) for line in path.read_text().split()]


def _write(lines: list[str], *, fresh: bool = False) -> None:
    path = _key_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        if fresh:
            os.link(draft, path)  # the first process wins; the others read its key
        else:
            draft.replace(path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def seal(text: str) -> str:
    return MultiFernet(_keys()).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    return MultiFernet(_keys()).decrypt(token.encode()).decode()


def reseal(token: str) -> str:
    """The same secret under the newest key."""
    return MultiFernet(_keys()).rotate(token.encode()).decode()


def add_key() -> None:
    """A new key is used from now on; the older ones still open what they sealed."""
    _keys()
    _write([Fernet.generate_key().decode(), *_key_file().read_text().split()])


def drop_old_keys() -> None:
    """Keep only the newest key, once everything is sealed with it."""
    _write(_key_file().read_text().split()[:1])
