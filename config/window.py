"""The entry for the web server of the signing window."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "config.window_settings"
application = get_wsgi_application()
