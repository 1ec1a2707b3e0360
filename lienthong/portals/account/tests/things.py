"""What belongs to somebody else: a notice, a session, a passkey, a post."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.notices.public import Notice, notify


def make(stage: Stage) -> None:
    account, posts = stage.someone("Nguyễn Văn Khác", "committee_member", "stranger commune")
    client = Client(SERVER_NAME="localhost")
    client.force_login(account)
    session = UserSession.objects.create(
        user=account, session_key=client.session.session_key, ip="127.0.0.1"
    )
    notify([account.person_id], "Zqthongbao.", "/")
    passkey = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "x"}
    )
    ids: dict[str, int | str] = {
        "notice_id": Notice.objects.get(person_id=account.person_id).pk,
        "session_id": session.pk,
        "pk": passkey.pk,
        "post_id": posts[0].pk,
    }
    stage.add("somebody else's", Thing("somebody else's", ids))
