import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.contrib.auth.hashers import make_password

from lienthong.kernel.people import codes, factors, keys
from lienthong.kernel.people.attempts import PATIENCE, Locked

from .factories import a_person, an_account

ADDRESS = "10.0.0.7"


@pytest.fixture
def account(db):
    return an_account(a_person())


@pytest.fixture
def seed(account):
    seed = codes.new_seed()
    factors.enrol_app(account, seed)
    return seed


def test_codes_are_those_of_the_standard():
    # RFC 6238, appendix B, the SHA-1 rows, last six digits.
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert [codes.code_at(seed, at // 30) for at in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


@pytest.mark.parametrize(
    ("offset", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_in_its_half_minute_and_the_ones_beside_it(account, seed, offset, good):
    code = codes.code_at(seed, codes.step_now() + offset)

    assert (factors.check_code(account, code, address=ADDRESS) is not None) is good


def test_a_code_is_good_once_and_so_is_every_earlier_one(account, seed):
    now = codes.step_now()

    assert factors.check_code(account, codes.code_at(seed, now), address=ADDRESS)
    assert not factors.check_code(account, codes.code_at(seed, now), address=ADDRESS)
    assert not factors.check_code(account, codes.code_at(seed, now - 1), address=ADDRESS)


def test_a_recovery_code_is_good_once(account):
    document = RecoveryCodes.activate(account)
    code = document.get_unused_codes()[3]

    assert factors.check_code(account, code, address=ADDRESS)
    assert not factors.check_code(account, code, address=ADDRESS)
    assert len(RecoveryCodes(Authenticator.objects.get()).get_unused_codes()) == 9


def test_too_many_wrong_codes_lock_even_the_right_one_out(account, seed):
    for _attempt in range(PATIENCE):
        assert not factors.check_code(account, "000000x", address=ADDRESS)

    with pytest.raises(Locked):
        factors.check_code(account, codes.code_at(seed, codes.step_now()), address=ADDRESS)


def test_seeds_are_sealed_and_survive_a_change_of_keys(account, seed):
    stored = Authenticator.objects.get().data["secret"]

    keys.add_key()
    opened_by_the_old_key = keys.unseal(stored)
    factors.reseal_factors()
    keys.drop_old_keys()

    assert seed not in stored
    assert opened_by_the_old_key == seed
    assert keys.unseal(Authenticator.objects.get().data["secret"]) == seed
    with pytest.raises(InvalidToken):
        keys.unseal(stored)


def test_the_key_file_is_for_its_owner_only(account, seed, settings):
    assert settings.SECOND_FACTOR_KEYS.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("records", "of", "fresh"),
    [
        ([], "1", False),
        ([{"method": "password", "at": 0}], "1", False),
        ([{"method": "mfa", "at": -60}], "1", True),
        ([{"method": "mfa", "at": -31 * 60}], "1", False),
        ([{"method": "mfa", "at": -60}], "2", False),
    ],
)
def test_a_second_factor_is_fresh_for_half_an_hour_in_the_same_session(records, of, fresh):
    now = time.time()
    session = {
        factors.RECORDS: [record | {"at": now + record["at"]} for record in records],
        factors.RECORDS_OF: of,
    }
    request = SimpleNamespace(session=session, user=SimpleNamespace(pk=1, is_authenticated=True))

    assert factors.second_factor_fresh(request) is fresh


def test_passwords_are_kept_by_argon2id_at_the_decided_cost(full_cost):
    assert make_password("x").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
