"""What the daily check asks of this room."""

from lienthong.kernel.audit.public import check_daily

from .comparing import posts_given_by_nobody, posts_held_after_their_end

check_daily(posts_given_by_nobody)
check_daily(posts_held_after_their_end)
