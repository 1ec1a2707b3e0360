"""Clearing away."""

from django.utils import timezone

from .models import Change
from .queries import KEPT


def forget_old() -> int:
    """What happened more than an hour ago is not told any more: who comes so late renews everything."""
    forgotten, _by_model = Change.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return forgotten
