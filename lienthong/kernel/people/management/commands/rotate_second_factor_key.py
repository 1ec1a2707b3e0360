"""manage.py rotate_second_factor_key: seal every second factor with a new key."""

from typing import Any

from django.core.management.base import BaseCommand

from lienthong.kernel.people import factors, keys


class Command(BaseCommand):
    help = "Make a new key, seal all second factors with it, then forget the older keys."

    def handle(self, *args: Any, **options: Any) -> None:
        keys.add_key()
        count = factors.reseal_factors()
        keys.drop_old_keys()
        self.stdout.write(f"{count} second factors sealed anew. Back the key file up now.")
