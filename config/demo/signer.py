"""A signer for as long as it is needed, when none is running yet."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import organisation_id, organisation_of, the_signer

PATIENCE = 120.0
SIGNER = (sys.executable, "-m", "lienthong.records.signing.signer")


@contextmanager
def a_signer(var: Path) -> Iterator[None]:
    """Start the signer of an installation unless it answers already; end it by its own number."""
    if the_signer().is_there():
        yield
        return
    process = subprocess.Popen(  # noqa: S603 -- our own program
        [*SIGNER, "--var", str(var)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def founding_codes(unit: Unit, founders: Sequence[Post]) -> list[str]:
    """What the console of the signer prints when it is founded: one code for each founder."""
    names = [post.person.full_name for post in founders]
    command = [*SIGNER, "found", "--var", str(settings.VAR)]
    organisation = f"{organisation_id(unit)}:{organisation_of(unit)}"
    said = subprocess.run(  # noqa: S603 -- our own program
        [*command, "--organisation", organisation, *names],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    return [line.rpartition(" ")[2] for line in said.stdout.splitlines()]


def _wait_for(process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while not the_signer().is_there():
        if time.monotonic() > until or process.poll() is not None:
            raise RuntimeError("The signer did not start.")
        time.sleep(0.05)
