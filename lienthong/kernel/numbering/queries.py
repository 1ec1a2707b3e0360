"""What has been taken from registers."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Func, OuterRef, QuerySet

from .models import Series, SeriesKey, TakenNumber


def number_to_come(key: SeriesKey) -> int:
    """The number that the register would give next; nothing is taken."""
    last = Series.objects.filter(**key.__dict__).values_list("last_number", flat=True).first()
    return (last or 0) + 1


def newest_numbers(series: QuerySet[Series], most: int) -> QuerySet[Any]:
    """The keys of the last numbers of each series, so many of each, read from the end of its index."""
    of_one = TakenNumber.objects.filter(series=OuterRef("pk")).order_by("-number")
    newest = ArraySubquery(of_one.values("pk")[:most])
    return series.order_by().values_list(
        Func(newest, function="unnest", output_field=BigIntegerField()), flat=True
    )
