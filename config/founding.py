"""Founding the signer of a demonstration or a small installation, as its console does."""

import subprocess
from collections.abc import Sequence

from django.conf import settings

from config.signer import SIGNER
from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import organisation_id


def founding_codes(unit: Unit, founders: Sequence[Post]) -> list[str]:
    """What the console of the signer prints when it is founded: one code for each founder."""
    names = [post.person.full_name for post in founders]
    mode = ["--single"] if len(names) == 1 else []
    command = [*SIGNER, "found", "--var", str(settings.VAR), *mode]
    organisation = f"{organisation_id(unit.pk)}:{unit.name}"
    said = subprocess.run(  # noqa: S603 -- our own program
        [*command, "--organisation", organisation, *names],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    return [line.rpartition(" ")[2] for line in said.stdout.splitlines()]
