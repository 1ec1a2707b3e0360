"""A signer behind the pages of a test: founded and asked as in an office, its keys given by the same acts."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import transaction

from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.records.signing import demo
from lienthong.records.signing.client import Enrolment
from lienthong.records.signing.documents import organisation_id
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.tests.factories import FONTS


@contextmanager
def signer_at(var: Path) -> Iterator[Signer]:
    """A signer that answers at the installation's socket."""
    with Signer(wire.socket_path(var), Desk(var / "keys", fonts=FONTS)) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@contextmanager
def undone(server: Signer) -> Iterator[None]:
    """What happens within, at the signer and in the database, has not happened afterwards."""
    keys = Path(settings.KEYS)
    before = Path(tempfile.mkdtemp(dir=keys.parent)) / "keys"
    shutil.copytree(keys, before)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        shutil.rmtree(keys)
        before.rename(keys)
        server.desk = Desk(keys, fonts=FONTS)


def found_signer(unit: Unit, *founders: Post) -> None:
    """Found it for an organisation with its administrators; each has a passkey made of software."""
    organisation = (organisation_id(unit.pk), unit.name)
    names = [post.person.full_name for post in founders]
    demo.found_by(founders, found(Path(settings.KEYS), organisation, names))


def answered_at(address: str, number: str = "") -> str:
    """Play who was led to this address of the signing window; where they are led back to."""
    _answer, handle, verb, key_id = _path_of(address)
    demo.answers(handle, verb, Certificate.objects.get(key_id=key_id), number)
    return back_of(address)


def enrolled_at(
    address: str, pin: str = "135790", founding_code: str = "", *, browser: str = ""
) -> Enrolment:
    """Play the holder of a coming key, who was led there to make it."""
    _enrol, token = _path_of(address)
    return demo.the_window().enrol(token, pin, founding_code=founding_code, browser=browser)


def back_of(address: str) -> str:
    """Where the window leads back to, as a path of the web."""
    (back,) = parse_qs(urlsplit(address).query)["back"]
    return urlsplit(back).path


def _path_of(address: str) -> list[str]:
    assert address.startswith(settings.WINDOW + "/"), address
    return urlsplit(address).path.strip("/").split("/")
