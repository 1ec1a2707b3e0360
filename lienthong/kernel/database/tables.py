"""The tables of an installation are made, or brought up to date."""

import gc

from django.core.management import call_command

# Django builds its models anew some hundred times on the way, and little of it is ever garbage.
RARELY = (50_000, 10, 10)


def make_tables() -> None:
    """Every migration that is still due, and the table of the cache."""
    often = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        gc.set_threshold(*often)
    call_command("createcachetable", verbosity=0)
