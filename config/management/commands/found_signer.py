"""manage.py found_signer: codes with which the first administrators found the signer of a small installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.founding import founding_codes
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import greeting


class Command(BaseCommand):
    help = "Prepare the founding of the signer: one code for each of the first administrators."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SIGNER:
            raise CommandError(
                _("The signer has a user of its own: the page of signing keys says its command.")
            )
        unit = Unit.objects.filter(parent=None).order_by("path").first()
        if unit is None:
            raise CommandError(_("This installation has not been founded yet."))
        signer = greeting()
        if signer is not None and signer.is_founded:
            raise CommandError(_("The signer has been founded already."))
        posts = Post.objects.held().filter(unit=unit, role=Role.ORG_ADMIN)
        founders = list(posts.select_related("person").order_by("pk")[:2])
        for post, code in zip(founders, founding_codes(unit, founders), strict=True):
            self.stdout.write(f"  {post.person.full_name}: {code}")
        self.stdout.write(
            _("Each code is good for an hour and once; each person makes the own key with it.")
        )
