"""All settings of the signing window: a process with no database, no keys, no sessions, no accounts.

It takes nothing from the settings of the web; what both must know they read from the same environment.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from config.floor_plan import rooms

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LIENTHONG_VAR", BASE_DIR / "var"))
SIGNER = os.environ.get("LIENTHONG_SIGNER", "")

# --- Where it is, and the one place it leads back to --------------------------------------------

WINDOW = os.environ.get("LIENTHONG_WINDOW", "http://localhost:8001").rstrip("/")
WEB = os.environ.get("LIENTHONG_WEB", "http://localhost:8000").rstrip("/")
HTTPS = WINDOW.startswith("https://")
ALLOWED_HOSTS = [urlsplit(WINDOW).hostname or "", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [WINDOW]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if HTTPS and int(os.environ.get("LIENTHONG_PROXIES", "0"))
    else None
)
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0

# --- What it is made of -------------------------------------------------------------------------

DEBUG = False
# Forgotten when it stops: with it only a registration that is under way.
SECRET_KEY = secrets.token_urlsafe(50)
INSTALLED_APPS = ["django.contrib.staticfiles", "lienthong.portals.window"]
MIDDLEWARE = [
    "lienthong.portals.window.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lienthong.portals.window.middleware.LanguageMiddleware",
    "lienthong.portals.window.middleware.WayBackMiddleware",
    "lienthong.portals.window.middleware.OriginMiddleware",
    "lienthong.portals.window.middleware.BrowserMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lienthong.portals.window.middleware.RefusedMiddleware",
]
ROOT_URLCONF = "lienthong.portals.window.urls"
WSGI_APPLICATION = "config.window.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "lienthong.portals.window.views.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
ICONS = frozenset(icon for room in rooms() for icon in room.icons)
DATABASES: dict[str, dict[str, str]] = {}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

# --- Cookies: other names than the web's, for a host that may be the same -----------------------

# Lax, not Strict: a person who comes from the web's page still brings the mark of this browser along.
# A page elsewhere that sends a form brings neither cookie, nor the window's own origin.
_PREFIX = "__Host-" if HTTPS else ""
LANGUAGE_COOKIE_NAME = f"{_PREFIX}lienthong-window-language"
CSRF_COOKIE_NAME = f"{_PREFIX}lienthong-window-form"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lienthong.portals.window.views.failures.forged"
# `no-referrer` would have browsers send "Origin: null" with the window's own forms.
SECURE_REFERRER_POLICY = "same-origin"

# --- Language, time, static files ---------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [room.folder / "locale" for room in rooms()]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# The files that set-up has collected for the web.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "config.assets.HashedFiles"},
}

# --- Log: where it broke, never what was said ---------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "lienthong.kernel.text.public.LineWithoutContents",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Django's own lines hold addresses, and with a handle a document can be read.
    "loggers": {"django": {"handlers": [], "level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
