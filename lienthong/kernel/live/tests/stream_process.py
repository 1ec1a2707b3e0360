"""The program that browsers listen to, on the test database named in the environment."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.DATABASES["default"]["NAME"] = os.environ["LIVE_DATABASE"]

from config.live import application  # noqa: E402, F401 -- granian asks for it
