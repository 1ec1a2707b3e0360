"""A worker on the test database: python -m lienthong.kernel.jobs.tests.worker_process NAME"""

import os
import sys

import django
from django.conf import settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    from lienthong.kernel.jobs.tests import declared  # noqa: F401 - declares the jobs
    from lienthong.kernel.jobs.worker import work

    work(concurrency=2)
