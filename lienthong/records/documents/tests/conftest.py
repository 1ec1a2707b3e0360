import logging
import shutil
import threading

import pytest
from django.conf import settings

from lienthong.kernel.database.tests.waiting import PATIENCE
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.public import Post
from lienthong.kernel.people.tests.factories import sign_in_with_factor
from lienthong.records.documents.models import Document, LaidDocument
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.signer import factors, wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.founding import Clock, Founded
from tests.costs import read_once

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
CERTIFIED = {"secretary": "person", "clerk": "clerk"}


class Signing:
    """A founded signer, and what the holders of its keys know."""

    def __init__(self, var, fonts) -> None:
        self.var, self.fonts = var, fonts
        self.client = SignerClient(var, seconds=PATIENCE)
        self.server = None
        self.start()
        self.clock = Clock()
        self.founded = None
        self.keys: dict[str, str] = {}

    def start(self) -> None:
        desk = Desk(self.var / "keys", fonts=self.fonts)
        self.server = Signer(wire.socket_path(self.var), desk)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        wire.socket_path(self.var).unlink(missing_ok=True)

    def become_copy_of(self, other: "Signing") -> None:
        """Its keys on a disk of one's own: nobody founds or gives anything again."""
        self.stop()
        shutil.rmtree(self.var / "keys")
        shutil.copytree(other.var / "keys", self.var / "keys")
        self.start()
        self.founded, self.keys = other.founded.at(self.client, self.clock), dict(other.keys)

    def certify(self, who: str, post: Post, purpose: str) -> None:
        self.give(who, post, purpose)
        self.register(who, post, purpose)

    def give(self, who: str, post: Post, purpose: str) -> None:
        key = f"{purpose}-{post.pk}"
        organisation = self._organisation(post.unit)
        name, person = post.person.full_name, f"p-{post.person_id}"
        self.founded.give(key, purpose, name, person=person, organisation=organisation)
        self.keys[who] = key

    def give_seal(self, unit) -> None:
        self.founded.give_seal(f"seal-{unit.pk}", self._organisation(unit))

    def register(self, who: str, post: Post, purpose: str) -> None:
        self._register(self.keys[who], purpose, post.unit, post.person.full_name, post)

    def register_seal(self, unit) -> None:
        self._register(f"seal-{unit.pk}", "seal", unit, str(unit), None)

    def _organisation(self, unit) -> str:
        """The first organisation to have a key is the topmost one, with which the signer is founded."""
        named = f"LT-{unit.pk}"
        if self.founded is None:
            self.founded = Founded(self.client, self.clock, str(unit), named)
        elif named not in self.founded.organisations:
            self.founded.add_organisation(named, str(unit))
        return named

    def _register(self, key, purpose, unit, name, post) -> None:
        Certificate.objects.create(
            key_id=key,
            purpose=purpose,
            unit=unit,
            post=post,
            holder=name,
            valid_from="2020-01-01T00:00:00Z",
        )

    def agrees(self, document: Document, who: str, browser: str = "") -> None:
        """Somebody reads at the window what is laid there of a document, and agrees."""
        key = self.keys[who]
        laid = LaidDocument.objects.get(document=document, certificate__key_id=key)
        verb = "sign" if laid.number is None else "seal"
        self.client.answer(laid.handle, verb, key, self.founded.proof(key), browser=browser)


@pytest.fixture
def signing(tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path
    settings.KEYS = tmp_path / "keys"
    made = Signing(tmp_path, settings.TYPST_FONTS)
    # Only the codes go by this clock, so that no test waits for the next one.
    monkeypatch.setattr(factors, "time", made.clock)
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def files_read_once(monkeypatch):
    read_once(monkeypatch)


@pytest.fixture
def province(founded):
    """The province without any signing keys."""
    return founded("records.documents")


@pytest.fixture(scope="session")
def certified_once(django_db_setup, tmp_path_factory):
    """A signer that has given the province its keys; what the database knows of them is of each test."""
    province = django_db_setup.of("lienthong.records.documents")
    made = Signing(tmp_path_factory.mktemp("signing"), settings.TYPST_FONTS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(factors, "time", made.clock)
        for who, purpose in CERTIFIED.items():
            made.give(who, province.posts[who], purpose)
        made.give_seal(province.committee)
    made.stop()
    return made


@pytest.fixture
def certified(province, signing, certified_once):
    """The province whose secretary, clerk and seal have their keys."""
    province.signing = signing
    signing.become_copy_of(certified_once)
    for who, purpose in CERTIFIED.items():
        signing.register(who, province.posts[who], purpose)
    signing.register_seal(province.committee)
    return province


@pytest.fixture
def signed_in(client, province, settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"

    def enter(who):
        post = province.posts[who]
        account, _is_new = Account.objects.get_or_create(
            person=post.person, defaults={"username": f"n{post.pk}"}
        )
        sign_in_with_factor(client, account)
        return client

    return enter
