"""The entry for the program that tells browsers what has changed."""

import os
from urllib.parse import urlsplit

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from lienthong.kernel.live.public import Live  # noqa: E402 -- the rooms need the settings
from lienthong.kernel.web.public import who_listens  # noqa: E402

_web = urlsplit(settings.WEB)
application = Live(who_listens, page_origin=f"{_web.scheme}://{_web.netloc}")
