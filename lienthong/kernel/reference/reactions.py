"""What of reference data is checked daily."""

from lienthong.kernel.audit.public import check_daily

from .comparing import types_unlike_the_list

check_daily(types_unlike_the_list)
