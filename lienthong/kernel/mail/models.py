"""Who wants a daily mail, where and when."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lienthong.kernel.people.public import Person

FIRST_HOUR, LAST_HOUR = 6, 11


class DailyMail(models.Model):
    """One mail each working morning, as long as its person wants it."""

    # Data class: personal (person, address).
    person = models.OneToOneField(Person, models.CASCADE, related_name="daily_mail")
    address = models.EmailField()
    hour = models.PositiveSmallIntegerField(
        default=7,
        validators=[MinValueValidator(FIRST_HOUR), MaxValueValidator(LAST_HOUR)],
    )
    # Taken before it is sent: whatever stops in between, no second one goes out on that day.
    taken_on = models.DateField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="daily_mail_comes_in_the_morning",
                condition=models.Q(hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR),
            ),
        ]
        indexes = [
            models.Index(
                fields=["hour"],
                condition=models.Q(refused_at=None),
                name="daily_mails_by_hour",
            ),
        ]
