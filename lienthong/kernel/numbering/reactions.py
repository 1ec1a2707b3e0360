"""What of the registers is checked daily."""

from lienthong.kernel.audit.public import check_daily

from .comparing import registers_unlike_the_history

check_daily(registers_unlike_the_history)
