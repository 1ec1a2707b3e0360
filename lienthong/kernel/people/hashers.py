"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane: the OWASP floor, about 40 ms of one core."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
