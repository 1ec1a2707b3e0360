"""«Examples» for tests."""

from lienthong.work.examples.models import Example

from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit


def example_of(unit: Unit, *, subject: str = "Đi thăm bản") -> Example:
    return Example.objects.create(unit=unit, subject=subject, subject_folded=fold(subject))
