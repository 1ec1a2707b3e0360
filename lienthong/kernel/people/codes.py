"""One-time codes: those of an authenticator app, and those handed over in person."""

import base64
import hashlib
import hmac
import secrets
import struct
import time

from django.utils.crypto import salted_hmac

STEP_SECONDS = 30
DIGITS = 6
TOLERATED_STEPS = (0, -1, 1)  # clocks of phones are a little off
# No letters that are read as digits or as each other.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 5, 4
GROUPS_OF_HALF = 3


def new_seed() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_now() -> int:
    return int(time.time()) // STEP_SECONDS


def code_at(seed: str, step: int) -> str:
    """The code an authenticator app shows in a time step (RFC 6238)."""
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def step_of(code: str, *, seed: str, after: int) -> int | None:
    """The time step a code belongs to, among the tolerated ones later than the last one used."""
    plain = "".join(code.split())
    now = step_now()
    for offset in TOLERATED_STEPS:
        step = now + offset
        if step > after and secrets.compare_digest(code_at(seed, step).encode(), plain.encode()):
            return step
    return None


def new_access_code(group_count: int = GROUPS) -> str:
    """Twenty letters in groups, to be read aloud or copied from document; about 99 bits."""
    letters = [secrets.choice(LETTERS) for _ in range(group_count * GROUP)]
    groups = ["".join(letters[start : start + GROUP]) for start in range(0, len(letters), GROUP)]
    return "-".join(groups)


def letters_of(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def digest_of(code: str, account_id: int, *, parts: int = 1) -> str:
    """Good for one account only; of a half also, in how many parts the code was given."""
    plain = f"{account_id} {parts} {letters_of(code)}"
    return salted_hmac("lienthong.people.access-code", plain, algorithm="sha256").hexdigest()
