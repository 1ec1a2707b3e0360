import logging
import threading
from types import SimpleNamespace

import pytest

from lienthong.kernel.database.tests.waiting import PATIENCE
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.public import Post
from lienthong.kernel.people.tests.factories import sign_in_with_factor
from lienthong.records.signing.client import NewKey, SignerClient
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.signer import factors, wire
from lienthong.records.signing.signer.__main__ import Signer
from lienthong.records.signing.signer.desk import Desk

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
PIN = "135790"


class Signing:
    """A running signer, and what the holders of its keys know."""

    def __init__(self, var) -> None:
        self.var = var
        self.client = SignerClient(var, seconds=PATIENCE)
        self.now = 1_790_000_000.0
        self.seeds: dict[str, str] = {}
        self.server = None

    def start(self, fonts) -> None:
        self.server = Signer(wire.socket_path(self.var), Desk(self.var / "keys", fonts=fonts))
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        wire.socket_path(self.var).unlink(missing_ok=True)

    def certify(self, who: str, post: Post, purpose: str) -> None:
        self._enrol(f"{purpose}-{post.pk}", purpose, post.unit, post.person.full_name, post, who)

    def certify_seal(self, unit) -> None:
        self._enrol(f"seal-{unit.pk}", "seal", unit, str(unit), None, "seal")

    def _enrol(self, key_id, purpose, unit, name, post, who) -> None:
        key = NewKey(key_id, purpose, name, str(unit), f"LT-{unit.pk}", pin=PIN)
        self.seeds[who] = self.client.enrol_with_token(key).seed
        Certificate.objects.create(
            key_id=key_id,
            purpose=purpose,
            unit=unit,
            post=post,
            holder=name,
            valid_from="2020-01-01T00:00:00Z",
        )

    def proof(self, who: str) -> dict[str, str]:
        self.now += factors.STEP_SECONDS
        step = factors.current_step(self.now)
        return {"pin": PIN, "code": factors.code_at(self.seeds[who], step)}


@pytest.fixture
def signing(tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path
    settings.KEYS = tmp_path / "keys"
    made = Signing(tmp_path)
    monkeypatch.setattr(factors, "time", SimpleNamespace(time=lambda: made.now))
    made.start(settings.TYPST_FONTS)
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
