"""What lies on the desks of those who lack a key, and of those who propose it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.procedures.public import Caption, Kind, Work, caption_by, declare_work
from lienthong.kernel.web.public import way_to

from .models import KeyRequest
from .permissions import HOLD, PROPOSE

KEYS = Kind("signing.keys", gettext_lazy("Signing keys"))
MAKE_KEY = declare_work(
    Work(
        key="signing.make_key",
        verb=gettext_lazy("Make my signing key"),
        permission=HOLD.codename,
        kind=KEYS,
        icon="certificate",
    )
)
PROPOSE_KEY = declare_work(
    Work(
        key="signing.propose_key",
        verb=gettext_lazy("Propose the key"),
        permission=PROPOSE.codename,
        kind=KEYS,
        icon="certificate",
    )
)


@caption_by(
    Post,
    title="title",
    role="role",
    committee="unit__name_committee",
    body="unit__name_body",
)
def _key_to_make(facts: dict[str, Any]) -> Caption:
    post = facts["title"] or str(Role(facts["role"]).label)
    unit = facts["committee"] or facts["body"]
    return Caption(
        _("Signing key of the post %(post)s") % {"post": post},
        unit,
        way_to("make_key", facts["id"]),
    )


@caption_by(
    KeyRequest,
    post="post_id",
    holder="post__person__full_name",
    committee="post__unit__name_committee",
    body="post__unit__name_body",
)
def _key_to_propose(facts: dict[str, Any]) -> Caption:
    said = _("Signing key of %(holder)s") % {"holder": facts["holder"]}
    return Caption(said, facts["committee"] or facts["body"], way_to("propose_key", facts["post"]))
