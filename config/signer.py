"""A signer for as long as it is needed, when none is running yet."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lienthong.records.signing.client import SignerClient, SignerUnavailable

BASE = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
SIGNER = (sys.executable, "-m", "lienthong.records.signing.signer")


@contextmanager
def a_signer(var: Path) -> Iterator[None]:
    """Start the signer of an installation unless it answers already; end it by its own number."""
    signer = SignerClient(var)
    if signer.is_there():
        yield
        return
    process = subprocess.Popen(  # noqa: S603 -- our own program
        [*SIGNER, "--var", str(var)],
        cwd=BASE,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(signer, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(signer: SignerClient, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while not signer.is_there():
        if time.monotonic() > until or process.poll() is not None:
            raise SignerUnavailable("The signer did not start.")
        time.sleep(0.05)
