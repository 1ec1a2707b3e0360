import logging
import threading

import pytest

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

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


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

    def certify(self, who: str, post: Post, purpose: str) -> None:
        key = f"{purpose}-{post.pk}"
        organisation = self._organisation(post.unit)
        name = post.person.full_name
        self.founded.give(
            key, purpose, name, person=f"p-{post.person_id}", organisation=organisation
        )
        self.keys[who] = key
        self._register(key, purpose, post.unit, name, post)

    def certify_seal(self, unit) -> None:
        organisation = self._organisation(unit)
        key = self.founded.give_seal(f"seal-{unit.pk}", organisation)
        self._register(key, "seal", unit, str(unit), None)

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


@pytest.fixture
def province(founded):
    """The province without any signing keys."""
    return founded("records.documents")


@pytest.fixture
def certified(province, signing):
    """The province whose secretary, clerk and seal have their keys."""
    province.signing = signing
    signing.certify("secretary", province.posts["secretary"], "person")
    signing.certify("clerk", province.posts["clerk"], "clerk")
    signing.certify_seal(province.committee)
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
