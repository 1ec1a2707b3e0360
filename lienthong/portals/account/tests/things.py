"""What belongs to somebody else: a notice, a session, a passkey, a post."""

from allauth.mfa.models import Authenticator
from django.test import Client

from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.calendar.public import make_feed
from lienthong.kernel.notices.public import Notice, notify
from lienthong.kernel.people.public import actor_in, sessions_of


def make(stage: Stage) -> None:
    account, posts = stage.someone("Nguyễn Văn Khác", "committee_member", "stranger commune")
    Client(SERVER_NAME="localhost").force_login(account)
    notify([account.person_id], "Zqthongbao.", "/")
    passkey = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "x"}
    )
    feed, _key = make_feed(actor=actor_in(posts[0]))
    ids: dict[str, int | str] = {
        "feed_id": feed.pk,
        "notice_id": Notice.objects.get(person_id=account.person_id).pk,
        "session_id": sessions_of(account).get().pk,
        "pk": passkey.pk,
        "post_id": posts[0].pk,
    }
    stage.add("somebody else's", Thing("somebody else's", ids))
