"""The lunar calendar computed from the sky, as it is seen by clocks at UTC+7.

Written from the published series (Meeus, Astronomical Algorithms, chapters 25 and 49), good to a
minute or two, and from the two rules of the calendar: the winter solstice lies in the eleventh month,
and of thirteen months between two of those the first without a major solar term is the leap month.
"""

import datetime as dt
import math

EPOCH = dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC)  # Julian day 2451545
TERRESTRIAL_AHEAD = dt.timedelta(seconds=70)
SYNODIC_MONTH = 29.530588861

# Sine terms of the true new moon: coefficient (days), power of E, multiples of M, M', F, Ω.
TERMS = [
    (-0.40720, 0, 0, 1, 0, 0),
    (0.17241, 1, 1, 0, 0, 0),
    (0.01608, 0, 0, 2, 0, 0),
    (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0),
    (-0.00514, 1, 1, 1, 0, 0),
    (0.00208, 2, 2, 0, 0, 0),
    (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0),
    (0.00056, 1, 1, 2, 0, 0),
    (-0.00042, 0, 0, 3, 0, 0),
    (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0),
    (-0.00024, 1, -1, 2, 0, 0),
    (-0.00017, 0, 0, 0, 0, 1),
]


def new_moon(k: int) -> dt.datetime:
    """The k-th new moon after that of 6 January 2000."""
    t = k / 1236.85
    days = 5.09766 + SYNODIC_MONTH * k + 0.00015437 * t * t
    e = 1 - 0.002516 * t
    sun = 2.5534 + 29.10535670 * k
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t
    latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t
    node = 124.7746 - 1.56375588 * k
    for coefficient, power, *multiples in TERMS:
        angle = sum(n * a for n, a in zip(multiples, (sun, moon, latitude, node), strict=True))
        days += coefficient * e**power * math.sin(math.radians(angle))
    days += 0.000325 * math.sin(math.radians(299.77 + 0.107408 * k))
    return EPOCH + dt.timedelta(days=days) - TERRESTRIAL_AHEAD


def major_term(at: dt.datetime) -> int:
    """In which twelfth of its yearly way the sun is; 9 begins with the winter solstice."""
    t = (at + TERRESTRIAL_AHEAD - EPOCH) / dt.timedelta(days=36525)
    mean = 280.46646 + 36000.76983 * t
    anomaly = math.radians(357.52911 + 35999.05029 * t)
    centre = 1.914602 * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    centre += 0.000289 * math.sin(3 * anomaly)
    apparent = mean + centre - 0.00569 - 0.00478 * math.sin(math.radians(125.04 - 1934.136 * t))
    return int(apparent % 360 // 30)


class Sky:
    """The months of the lunar year that begins in a year, for clocks some hours ahead of Greenwich."""

    def __init__(self, hours: int = 7) -> None:
        self.zone = dt.timezone(dt.timedelta(hours=hours))

    def first_day(self, k: int) -> dt.date:
        return new_moon(k).astimezone(self.zone).date()

    def term_at_start(self, day: dt.date) -> int:
        return major_term(dt.datetime.combine(day, dt.time.min, self.zone))

    def eleventh_month(self, year: int) -> int:
        """The new moon of the month in which the winter solstice of a year lies."""
        solstice = dt.date(year, 12, 19)
        while self.term_at_start(solstice + dt.timedelta(days=1)) != 9:
            solstice += dt.timedelta(days=1)
        k = round((solstice.year + 0.97 - 2000) * 12.3685) + 1
        while self.first_day(k) > solstice:
            k -= 1
        return k

    def month(self, year: int, number: int) -> dt.date:
        """The first day of a month, not a leap one, of the lunar year that begins in `year`."""
        start, end = self.eleventh_month(year - 1), self.eleventh_month(year)
        starts = [self.first_day(k) for k in range(start, end + 1)]
        if len(starts) == 14:
            terms = [self.term_at_start(day) for day in starts]
            leap = next(n for n in range(1, 13) if terms[n] == terms[n + 1])
            del starts[leap]
        return starts[number + 1]
