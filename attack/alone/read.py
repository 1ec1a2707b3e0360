"""Alone with every table of the database: what stands there opens no session, no account and runs no program."""

import base64
import datetime as dt
import pickle
from collections.abc import Callable, Iterator

from django.contrib.auth import authenticate
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.people.actions.access import recover_agreed, show_half, use_code
from lienthong.kernel.people.models import AccessCode, CodeHalf
from lienthong.kernel.people.public import Account, OpenSession, sessions_of
from lienthong.kernel.people.tests.factories import a_post, an_account
from lienthong.kernel.permissions.public import Agreed

from .attempt import Attempt, anything
from .house import House

WORD = "của tôi cả rồi nhé"
COOKIE = "sessionid"
INSERTED = """
    INSERT INTO people_opensession (session_key, session_data, expire_date, account_id, address, browser)
    VALUES (%s, %s, now() + interval '1 day', %s, '', '')
"""
A_CODE = """
    INSERT INTO people_accesscode (account_id, purpose, digest, issued_at, expires_at, mark)
    VALUES (%s, 'recovery', '', now(), now() + interval '1 day', '')
"""
A_HALF = "INSERT INTO people_codehalf (code_id, person_id, digest, mark) VALUES (%s, %s, '', '')"
RAN: list[bool] = []


def rows() -> Iterator[Attempt]:
    for power, what, act in BY_WHO_READS:
        yield Attempt(power, "database superuser", what, act, anything)


def _signed_in(account: Account) -> tuple[Client, OpenSession]:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(account)
    if not _is(browser, account):
        raise AssertionError("the attempt does not know how to sign in")
    return browser, sessions_of(account).latest("opened_at")


def _is(browser: Client, account: Account) -> bool:
    return bool(browser.get(reverse("account:account")).wsgi_request.user == account)


def _with_cookie(key: str) -> Client:
    browser = Client(SERVER_NAME="localhost")
    browser.cookies[COOKIE] = key
    return browser


def _account(house: House) -> Account:
    return an_account(a_post(house.commune).person)


def _writes_the_cookie(house: House) -> object:
    victim = _account(house)
    _browser, session = _signed_in(victim)
    return _is(_with_cookie(session.pk), victim)


def _takes_the_content(house: House) -> object:
    victim = _account(house)
    (_browser, session), (own, mine) = _signed_in(victim), _signed_in(_account(house))
    take = "UPDATE people_opensession SET session_data = %s, account_id = %s WHERE session_key = %s"
    as_superuser(take, session.session_data, victim.pk, mine.pk)
    return _is(own, victim)


def _inserts_a_session(house: House) -> object:
    victim = _account(house)
    _browser, session = _signed_in(victim)
    key = "k" * len(session.pk)
    as_superuser(INSERTED, key, session.session_data, victim.pk)
    return _is(_with_cookie(key), victim)


def _ran() -> int:
    RAN.append(True)
    return 1


class _Program:
    def __reduce__(self) -> tuple[Callable[[], int], tuple[()]]:
        return _ran, ()


def _plants_a_program(_house: House) -> object:
    call_command("createcachetable", verbosity=0)
    cache.set("verification", 1)
    planted = base64.b64encode(pickle.dumps(_Program())).decode()
    as_superuser("UPDATE web_cache SET value = %s", planted)
    RAN.clear()
    cache.get("verification")
    return RAN


def _shows_himself_a_code(house: House) -> object:
    """A code that nobody agreed to, in halves: the product shows him one, and it is written into the other."""
    own, leader = house.post("specialist"), house.post("secretary")
    as_superuser(A_CODE, leader.person.account.pk)
    code = AccessCode.objects.latest("pk")
    for person in (own.person_id, leader.person_id):
        as_superuser(A_HALF, code.pk, person)
    half = show_half(leader.person_id, actor=house.actor("specialist"))
    return _copies_the_half(leader.person.account, half.code)


def _doubles_his_half(house: House) -> object:
    """Two agreed on a recovery; one of them writes his half over the other's."""
    account = house.post("secretary").person.account
    both = tuple(house.post(name).person_id for name in ("org_admin", "other_admin"))
    recover_agreed(account.pk, agreed=Agreed(0, "", both, None))
    half = show_half(account.person_id, actor=house.actor("org_admin"))
    return _copies_the_half(account, half.code)


def _copies_the_half(account: Account, half: str) -> object:
    known = CodeHalf.objects.exclude(digest="").latest("pk")
    copy = "UPDATE people_codehalf SET digest = %s, mark = CASE mark WHEN '' THEN '' ELSE %s END"
    as_superuser(f"{copy} WHERE code_id = %s", known.digest, known.mark, known.code_id)
    use_code(account.username, half + half, WORD)
    return authenticate(username=account.username, password=WORD)


def _uses_his_code_again(house: House) -> object:
    """A code that opened an account once opens it again, says the row."""
    account = an_account(a_post(house.commune).person)
    both = tuple(house.post(name).person_id for name in ("org_admin", "other_admin"))
    recover_agreed(account.pk, agreed=Agreed(0, "", both, None))
    halves = [
        show_half(account.person_id, actor=house.actor(name)).code
        for name in ("org_admin", "other_admin")
    ]
    use_code(account.username, "".join(halves), "mật khẩu của chính chủ")
    again = "UPDATE people_accesscode SET used_at = NULL, expires_at = %s WHERE account_id = %s"
    as_superuser(again, timezone.now() + dt.timedelta(days=1), account.pk)
    use_code(account.username, "".join(halves), WORD)
    return authenticate(username=account.username, password=WORD)


BY_WHO_READS: tuple[tuple[str, str, Callable[[House], object]], ...] = (
    ("session", "reads a session's row and writes its cookie", _writes_the_cookie),
    ("session", "gives his session the content of another's", _takes_the_content),
    ("session", "inserts a session with the content of another's", _inserts_a_session),
    ("account", "writes a program into the cache of the pages", _plants_a_program),
    ("people.recover", "inserts a code in halves and is shown one", _shows_himself_a_code),
    ("people.recover", "writes his half of a code over the other one", _doubles_his_half),
    ("people.recover", "opens a used code again", _uses_his_code_again),
)
