"""The addresses of the signing window, where people read what the signer holds and give their proof.

Each names the address to come back to; the window leads back to the web alone.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import get_language

from .documents import SEAL, SIGN, said_plainly
from .queries import the_signer


def answer_at(handle: str, verb: str, key_id: str) -> Callable[[str], str]:
    """Where the holder of a key reads what is laid under this handle and answers it with this verb.

    Asked anew each time somebody is led there: one browser opens it, within ten minutes. The way back is put in
    when it is known.
    """
    with said_plainly():
        way = the_signer().way(handle)
    return partial(_at, f"answer/{handle}/{verb}/{key_id}/", way=way)


def sign_at(handle: str, key_id: str) -> Callable[[str], str]:
    """Where the leader reads and signs."""
    return answer_at(handle, SIGN, key_id)


def seal_at(handle: str, key_id: str) -> Callable[[str], str]:
    """Where the clerk reads and seals."""
    return answer_at(handle, SEAL, key_id)


def enrol_at(token: str, back: str) -> str:
    """Where the invited person makes a key."""
    return _at(f"enrol/{token}/", back)


def passkey_at(key_id: str, back: str) -> str:
    """Where the holder of a key registers a passkey for it."""
    return _at(f"passkey/{key_id}/", back)


def key_at(key_id: str, back: str) -> str:
    """Where the holder of a key reads what was done with it, and says "that was not me"."""
    return _at(f"key/{key_id}/", back)


def _at(path: str, back: str, **more: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    query = urlencode({**more, "back": back, "lang": language})
    return f"{settings.WINDOW}/{path}?{query}"
