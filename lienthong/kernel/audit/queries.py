"""What was done to something, and by whom."""

from django.db.models import Model, Q, QuerySet

from lienthong.kernel.audit.models import AuditEntry


def history_of(*subjects: Model) -> QuerySet[AuditEntry]:
    """The actions done to one or several things, oldest first, without those who only looked."""
    return _about(subjects).filter(is_reading=False)


def readings_of(*subjects: Model) -> QuerySet[AuditEntry]:
    """Who looked at personal data, oldest first: for the person concerned to see."""
    return _about(subjects).filter(is_reading=True)


def _about(subjects: tuple[Model, ...]) -> QuerySet[AuditEntry]:
    about = Q(pk__in=[])
    for subject in subjects:
        about |= Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return AuditEntry.objects.filter(about).order_by("id")
