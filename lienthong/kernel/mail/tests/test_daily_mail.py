"""A real mail server on loopback receives the daily mail: once, in the morning, without a word of any document."""

import datetime as dt
import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from lienthong.kernel.mail import actions
from lienthong.kernel.mail.actions import send_daily_mails
from lienthong.kernel.mail.models import DailyMail
from lienthong.kernel.mail.public import end_daily_mail, want_daily_mail
from lienthong.kernel.people.models import Account, Role
from lienthong.kernel.people.public import actor_for
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.permissions.public import RuleBroken

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
MONDAY = dt.datetime(2026, 11, 30, 8, 5, tzinfo=ZONE)


class Letterbox:
    """What arrived; who is refused."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def letterbox(settings):
    box = Letterbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL = {
        "host": "127.0.0.1",
        "port": port,
        "user": "",
        "password": "",
        "security": "",
        "from": "lienthong@lienthong.example",
    }
    yield box
    controller.stop()


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """A working morning, until a test says otherwise."""
    clock = {"at": MONDAY}
    monkeypatch.setattr(actions.timezone, "now", lambda: clock["at"])
    return clock


@pytest.fixture
def actor(monkeypatch):
    person = a_post(a_unit(), Role.SPECIALIST).person
    an_account(person)
    monkeypatch.setattr("lienthong.kernel.mail.queries.desk_of", lambda _actor: Desk())
    monkeypatch.setattr("lienthong.kernel.mail.queries.label_of_kind", str)
    return actor_for(person)


class Desk:
    """Three things on a desk, one of them late."""

    def values_list(self, *_names):
        late, today = MONDAY - dt.timedelta(days=1), MONDAY + dt.timedelta(hours=2)
        return [(1, "incoming", late), (2, "incoming", today), (3, "documents", None)]


def test_it_says_how_much_waits_and_where_and_nothing_else(letterbox, actor, settings):
    want_daily_mail("huong@xa.example", 7, actor=actor)

    assert send_daily_mails() == 1

    (letter,) = letterbox.letters
    words = letter.get_content()
    assert letter["To"] == "huong@xa.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "3 things wait for you" in words
    assert "incoming: 2" in words
    assert "Overdue: 1. Due today: 1." in words
    assert f"{settings.WEB}/" in words
    assert "/account/outside/" in words


def test_one_mail_a_day_however_often_it_is_tried(letterbox, actor, now):
    want_daily_mail("huong@xa.example", 7, actor=actor)

    for _ in range(3):
        send_daily_mails()
    assert len(letterbox.letters) == 1

    now["at"] = MONDAY + dt.timedelta(days=1)
    send_daily_mails()
    assert len(letterbox.letters) == 2


def test_a_process_that_dies_while_it_sends_sends_no_second_one(letterbox, actor, monkeypatch):
    want_daily_mail("huong@xa.example", 7, actor=actor)

    class Died(BaseException):
        pass

    def dies(_mail, _words):
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_message", dies)
        with pytest.raises(Died):
            send_daily_mails()

    assert send_daily_mails() == 0
    assert letterbox.letters == []


def test_a_server_that_is_away_is_tried_again(letterbox, actor, settings):
    want_daily_mail("huong@xa.example", 7, actor=actor)
    there, settings.MAIL = settings.MAIL, settings.MAIL | {"port": 1}
    assert send_daily_mails() == 0

    settings.MAIL = there

    assert send_daily_mails() == 1


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (MONDAY.replace(hour=6), "before the hour"),
        (MONDAY - dt.timedelta(days=1), "on a Sunday"),
        (dt.datetime(2026, 9, 2, 8, tzinfo=ZONE), "on the national day"),
    ],
)
def test_none_comes(letterbox, actor, now, at, why):
    want_daily_mail("huong@xa.example", 7, actor=actor)
    now["at"] = at

    assert send_daily_mails() == 0, why


def test_an_address_that_is_refused_is_marked_and_left_alone_until_it_is_entered_again(
    letterbox, actor
):
    letterbox.refused.add("huong@xa.example")
    want_daily_mail("huong@xa.example", 7, actor=actor)

    send_daily_mails()
    assert DailyMail.objects.get().refused_at is not None
    send_daily_mails()

    want_daily_mail("huong@tinh.example", 7, actor=actor)
    assert DailyMail.objects.get().refused_at is None


def test_who_has_nothing_to_do_or_wants_none_gets_none(letterbox, actor, monkeypatch):
    want_daily_mail("huong@xa.example", 7, actor=actor)
    monkeypatch.setattr(Desk, "values_list", lambda *_: [])
    assert send_daily_mails() == 0

    end_daily_mail(actor=actor)
    assert not DailyMail.objects.exists()


def test_a_barred_account_gets_none(letterbox, actor):
    want_daily_mail("huong@xa.example", 7, actor=actor)
    account = Account.objects.get(person=actor.person_id)
    account.is_active = False
    account.save()

    assert send_daily_mails() == 0
    assert letterbox.letters == []


def test_without_a_mail_server_nobody_can_want_one(actor, settings):
    settings.MAIL = None
    with pytest.raises(RuleBroken, match="no mail server is set up"):
        want_daily_mail("huong@xa.example", 7, actor=actor)
    assert send_daily_mails() == 0
