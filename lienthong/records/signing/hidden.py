"""What the database keeps of a secret that opens a page elsewhere: who reads the database cannot open it."""

import base64

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac


def hidden(secret: str) -> str:
    return _key().encrypt(secret.encode()).decode()


def shown(kept: str) -> str:
    return _key().decrypt(kept.encode()).decode()


def _key() -> Fernet:
    made = salted_hmac("lienthong.signing.hidden", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(made))
