"""What happens to posts when their organisation ends."""

from lienthong.kernel.events.public import on
from lienthong.kernel.units.public import UnitDissolved

from .actions.posts import end_posts_of


@on(UnitDissolved)
def end_its_posts(event: UnitDissolved) -> None:
    end_posts_of(event.unit_id)
