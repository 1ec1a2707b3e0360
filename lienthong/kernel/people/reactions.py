"""What happens to posts when their organisation ends, and what of people is checked daily."""

from lienthong.kernel.audit.public import check_daily
from lienthong.kernel.events.public import on
from lienthong.kernel.units.public import UnitDissolved

from .actions.posts import end_posts_of
from .factor_marks import factors_not_ours
from .integrations import allauth as _signing_in  # noqa: F401 -- it hears who signs in

check_daily(factors_not_ours)


@on(UnitDissolved)
def end_its_posts(event: UnitDissolved) -> None:
    end_posts_of(event.unit_id)
