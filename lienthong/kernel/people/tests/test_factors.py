import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.conf import settings as project
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from lienthong.kernel.people import codes, factors, keys
from lienthong.kernel.people.attempts import PATIENCE, Locked, begin_attempt, forget_old_attempts
from lienthong.kernel.people.models import FailedAttempt

from .factories import a_person, an_account

ADDRESS = "10.0.0.7"
PASSWORD_KIND = FailedAttempt.Kind.PASSWORD


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
    paper = RecoveryCodes.activate(account)
    code = paper.get_unused_codes()[3]

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


@pytest.mark.parametrize(("failures", "locked"), [(4, False), (5, True)])
def test_five_failures_lock_a_name(db, failures, locked):
    for _attempt in range(failures):
        begin_attempt(PASSWORD_KIND, "an", ADDRESS)

    if locked:
        with pytest.raises(Locked) as refusal:
            begin_attempt(PASSWORD_KIND, "an", "10.9.9.9")
        assert timezone.now() < refusal.value.until <= timezone.now() + timedelta(minutes=15)
        assert timezone.localtime(refusal.value.until).strftime("%H:%M") in refusal.value.sentence
    else:
        begin_attempt(PASSWORD_KIND, "an", ADDRESS).succeeded()
        assert not FailedAttempt.objects.exists()
    begin_attempt(PASSWORD_KIND, "binh", ADDRESS)


def test_a_lock_ends_by_itself_and_refused_attempts_do_not_prolong_it(db):
    for _attempt in range(PATIENCE):
        begin_attempt(PASSWORD_KIND, "an", ADDRESS)
    with pytest.raises(Locked):
        begin_attempt(PASSWORD_KIND, "an", ADDRESS)
    FailedAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))

    assert begin_attempt(PASSWORD_KIND, "an", ADDRESS)


def test_one_address_cannot_try_names_without_end(db):
    for number in range(60):
        begin_attempt(PASSWORD_KIND, f"ten{number}", ADDRESS)

    with pytest.raises(Locked):
        begin_attempt(PASSWORD_KIND, "ten-moi", ADDRESS)
    assert begin_attempt(PASSWORD_KIND, "ten-moi", "10.9.9.9")


def test_names_and_addresses_are_not_written_down(db):
    begin_attempt(PASSWORD_KIND, "nguyen.van.an", ADDRESS)

    assert not {"nguyen.van.an", ADDRESS} & set(map(str, FailedAttempt.objects.values_list().get()))


def test_old_attempts_are_forgotten(db):
    begin_attempt(PASSWORD_KIND, "an", ADDRESS)
    FailedAttempt.objects.update(at=timezone.now() - timedelta(days=91))

    assert forget_old_attempts() == 1


@pytest.mark.django_db(transaction=True)
def test_failures_in_another_process_count_here():
    database = project.DATABASES["default"]
    program = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {database['NAME']!r}\n"
        "from lienthong.kernel.people.attempts import begin_attempt\n"
        f"for n in range({PATIENCE}): begin_attempt('password', 'an', '10.0.0.8')\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True, cwd=project.BASE_DIR)

    with pytest.raises(Locked):
        begin_attempt(PASSWORD_KIND, "an", ADDRESS)


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


def test_passwords_are_kept_by_argon2id_at_the_decided_cost():
    assert make_password("x").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
