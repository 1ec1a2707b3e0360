"""Công văn đôn đốc: a letter to one organisation that lists what it owes, and nothing of others."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Purpose
from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.records.documents.public import DRAFT, Addressee, Document, start_letter

from ..queries.around import usual_deadline
from ..queries.board import place_in, watched_by
from ..queries.urging import matters_of


@transaction.atomic
def begin_urging(audience_id: int, place_id: int | None, *, actor: Actor) -> Document:
    """Begin the letter that urges an organisation on the receipts board to do what it still owes."""
    watched = watched_by(actor, audience_id)
    place = place_in(watched, place_id) if watched else None
    authorize(actor, DRAFT, watched.top.path if watched and place else "")
    assert watched is not None
    assert place is not None

    committee = watched.top
    if place.pk == committee.pk:
        raise RuleBroken(_("Choose the organisation to which the letter is written."))
    matters = matters_of(place, watched.audience.issuer_id, actor)
    if not matters:
        raise RuleBroken(_("Nobody here owes anything at the moment; no letter is needed."))

    today = timezone.localdate()
    letter = start_letter(
        committee,
        f"V/v đôn đốc {place} thực hiện văn bản của {watched.audience.issuer}",
        [
            f"Theo dõi trên hệ thống đến ngày {today:%d/%m/%Y}, {place} còn các văn bản sau đây chưa "
            "hoàn thành việc tiếp nhận, triển khai, phổ biến:",
            *(f"- {one.words}" for one in matters),
            f"Đề nghị {place} khẩn trương thực hiện và báo cáo kết quả về {committee} trước ngày "
            f"{usual_deadline():%d/%m/%Y}.",
        ],
        [Addressee(str(place), place, Purpose.CARRY_OUT)],
        actor=actor,
    )

    record(actor, "correspondence.urging_begun", letter, place=place.pk, documents=len(matters))
    return letter
