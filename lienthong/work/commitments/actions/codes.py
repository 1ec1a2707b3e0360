"""The codes of tasks: one for each task of an organisation in a year."""

from lienthong.kernel.units.public import Unit

from ..models import Task


def next_code(unit: Unit, year: int) -> str:
    """The next number; what was given to those beneath bears the number of its group, and a second one."""
    codes = Task.objects.filter(unit=unit, year=year).values_list("code", flat=True)
    heads = (code.partition(".")[0] for code in codes)
    taken = [int(head) for head in heads if head.isascii() and head.isdecimal()]
    return str(max(taken, default=0) + 1)
