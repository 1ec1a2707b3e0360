"""All settings of an installation, read top to bottom. Environment variables are read here only."""

import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from config.floor_plan import rooms
from lienthong.kernel.database.public import database_settings, secret_from

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LIENTHONG_VAR", BASE_DIR / "var"))
KEYS = VAR / "keys"

# --- The installation -------------------------------------------------------------------------

DEBUG = os.environ.get("LIENTHONG_DEBUG") == "1"
SECRET_KEY = secret_from(KEYS / "django-secret")
ALLOWED_HOSTS = os.environ.get("LIENTHONG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("LIENTHONG_ORIGINS", "").split(",") if origin
]
HTTPS = os.environ.get("LIENTHONG_HTTPS") == "1"
# Tests only: the named point at which the process dies without cleaning up.
CRASH_AT = os.environ.get("LIENTHONG_CRASH_AT", "")
# Who this installation is, in what its people agree to.
INSTALLATION = hashlib.sha256(secret_from(KEYS / "installation").encode()).hexdigest()[:32]
# The key of the marks on the history's entries and on rows that give rights: outside the database.
MARKS = KEYS / "audit-entries"
# Which likely lines of the table of kinds hold here on other days: `above/kind=2025-07-01..2026-12-31`, or `=never`.
KINDS_BENEATH = os.environ.get("LIENTHONG_KINDS_BENEATH", "")
# An installation with one administrator: where nobody else can confirm, what needs two waits.
SINGLE_ADMINISTRATOR = os.environ.get("LIENTHONG_SINGLE_ADMINISTRATOR") == "1"
# A unit is reminded of one document no more often than this.
REMINDER_INTERVAL_HOURS = int(os.environ.get("LIENTHONG_REMINDER_HOURS", "24"))
# A QR on each document leads to a page with signer, seal, time and verdict, never the subject.
VERIFICATION_QR = os.environ.get("LIENTHONG_VERIFICATION_QR") == "1"
# Where browsers find the pages, and the signing window: alone there PINs, codes and passkeys are given.
WEB = os.environ.get("LIENTHONG_WEB", "http://localhost:8000").rstrip("/")
WINDOW = os.environ.get("LIENTHONG_WINDOW", "http://localhost:8001").rstrip("/")
# Where browsers listen for what has changed; without it they ask once a minute.
LIVE = os.environ.get("LIENTHONG_LIVE", "").rstrip("/")
# A mail server, where the installation has one: smtp://, smtp+starttls:// or smtps://, name and password in it.
_mail = urlsplit(os.environ.get("LIENTHONG_MAIL", ""))
MAIL = (
    {
        "host": _mail.hostname,
        "port": _mail.port or {"smtps": 465, "smtp+starttls": 587}.get(_mail.scheme, 25),
        "user": unquote(_mail.username or ""),
        "password": unquote(_mail.password or ""),
        "security": {"smtps": "tls", "smtp+starttls": "starttls"}.get(_mail.scheme, ""),
        "from": os.environ.get("LIENTHONG_MAIL_FROM", f"lienthong@{_mail.hostname}"),
    }
    if _mail.hostname
    else None
)

# --- Libraries, then the rooms of the floor plan ----------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "csp",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(room.module for room in rooms()),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lienthong.kernel.web.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lienthong.kernel.web.middleware.LanguageMiddleware",
    "lienthong.kernel.web.middleware.MarkMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lienthong.kernel.web.middleware.ActorMiddleware",
    "lienthong.kernel.web.middleware.SizeMiddleware",
    "lienthong.kernel.web.middleware.RuleBrokenMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lienthong.kernel.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "lienthong.ui.forms.FormRenderer"
# What script/assets has drawn.
ICONS = frozenset(icon for room in rooms() for icon in room.icons)

# --- Data -------------------------------------------------------------------------------------

DATABASES = {
    "default": database_settings(
        VAR,
        os.environ.get("DATABASE_URL", ""),
        pool=int(os.environ.get("LIENTHONG_DATABASE_POOL", "0")),
        prepared=os.environ.get("LIENTHONG_DATABASE_PREPARED", "1") == "1",
    )
}
# Two test runs at once never meet in one database.
DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_lienthong_{os.getpid()}"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_ROOT = VAR / "files"
CACHES = {
    "default": {
        # Counters against floods live here: none is pushed out by many visitors.
        "BACKEND": "lienthong.kernel.web.cache_store.JsonCache",
        "LOCATION": "web_cache",
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# An opinion is one form with several boxes for each clause of a draft.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["lienthong.kernel.files.receiving.NamelessUploadHandler"]
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "lienthong.kernel.jobs.declaring.keep_local_hours"

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["lienthong.kernel.people.integrations.backend.MarkedAccounts"]
PASSWORD_HASHERS = [
    "lienthong.kernel.people.hashers.Argon2idHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:desk"
LOGOUT_REDIRECT_URL = "account_login"

# --- Sign-in (allauth: by name, no e-mail, no open sign-up) -----------------------------------

ACCOUNT_ADAPTER = "lienthong.kernel.people.integrations.allauth.AccountAdapter"
# Reverse proxies in front of the web processes: which address counts as the client's.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LIENTHONG_PROXIES", "0"))
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a shared PC keeps nothing
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Wrong passwords and codes are counted in a table of kernel.people; these only slow floods.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "reauthenticate": "30/m/user",
    "login_failed": "300/m/ip",
}
ACCOUNT_FORMS = {
    "login": "lienthong.portals.account.forms.SignInForm",
    "reauthenticate": "lienthong.portals.account.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "lienthong.kernel.people.integrations.allauth.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_FORMS = {
    "authenticate": "lienthong.portals.account.forms.SecondFactorForm",
    "reauthenticate": "lienthong.portals.account.forms.ConfirmCodeForm",
    "activate_totp": "lienthong.portals.account.forms.EnrolAppForm",
    "login_webauthn": "lienthong.portals.account.forms.SignInWithPasskeyForm",
    "authenticate_webauthn": "lienthong.portals.account.forms.SecondFactorPasskeyForm",
    "reauthenticate_webauthn": "lienthong.portals.account.forms.ConfirmPasskeyForm",
    "add_webauthn": "lienthong.portals.account.forms.AddPasskeyForm",
}
SECOND_FACTOR_KEYS = KEYS / "second-factor"
DEMO_SIGN_INS = KEYS / "demo.json"

# --- Sessions ---------------------------------------------------------------------------------

SESSION_ENGINE = "lienthong.kernel.people.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# A proxy that is trusted to name the visitor's address also says that the visitor came by HTTPS.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT else None
)
X_FRAME_OPTIONS = "SAMEORIGIN"  # the document page shows its own PDF in a frame

# --- Language, time, pages --------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# Ours before those of the libraries.
LOCALE_PATHS = [room.folder / "locale" for room in rooms()]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "static", VAR / "assets"]
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.assets.UsedFiles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.assets.HashedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'self'"],
        # A form may lead on to the signing window.
        "form-action": ["'self'", WINDOW],
        # Listening is on another port where no proxy joins the two.
        "connect-src": ["'self'", *([LIVE] if LIVE and not LIVE.startswith(f"{WEB}/") else [])],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "lienthong.kernel.web.failures.forged"

# --- Signing ----------------------------------------------------------------------------------

# The folder of a signer that is an OS user of its own: its socket and what it publishes are there.
# Empty where one user runs everything.
SIGNER = os.environ.get("LIENTHONG_SIGNER", "")
TYPST_FONTS = BASE_DIR / "node_modules" / "@expo-google-fonts" / "tinos"

# --- Log --------------------------------------------------------------------------------------

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
    "loggers": {
        "django": {"handlers": []},  # our own handler writes what it says, and nothing beside
        # What these write holds names and contents: statements, the names in certificates.
        "django.db.backends": {"level": "CRITICAL"},
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LIENTHONG_LOG", "WARNING")},
}
