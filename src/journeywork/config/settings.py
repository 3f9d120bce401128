"""Django's settings, all of them made from `config.environment`."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from journeywork.config import doors
from journeywork.config.database import TIMEOUTS, addresses, connection_settings
from journeywork.config.environment import load
from journeywork.config.lease import address_of
from journeywork.config.mail import mail_settings
from journeywork.config.place import data_folder
from journeywork.config.secrets import keys
from journeywork.engine.gate import BATCH, STANDARD

ENVIRONMENT = load(os.environ)
DEBUG = ENVIRONMENT["JOURNEYWORK_DEBUG"]
DATA = data_folder(ENVIRONMENT["JOURNEYWORK_DATA"])
INDEX_FOLDER = DATA / "index"
SEMANTIC_MODEL = ENVIRONMENT["JOURNEYWORK_SEMANTIC_MODEL"]
METRICS_FOLDER = DATA / "metrics"
ADDRESS = ENVIRONMENT["JOURNEYWORK_ADDRESS"]
if not os.environ.get("JOURNEYWORK_ADDRESS", "").strip():
    # A run that found the usual port taken is somewhere else, and has left a note.
    ADDRESS = address_of(DATA / "run.lock") or ADDRESS
VERSION = "0.1.0"

SECRET_KEY, *SECRET_KEY_FALLBACKS = keys(ENVIRONMENT["JOURNEYWORK_SECRETS"], DATA)
_host = urlsplit(ADDRESS).hostname or "localhost"
ALLOWED_HOSTS = [*(ENVIRONMENT["JOURNEYWORK_HOSTS"] or (_host,)), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

_url, _owner_url = addresses(ENVIRONMENT, DATA)
DATABASES = {
    "default": connection_settings(_url, pooled=True),
    "owner": connection_settings(_owner_url, pooled=False, timeouts=False),
}
#: The same database for the fast path, which knows nothing of the ORM.
DIRECT_URL, DIRECT_SETTINGS = _url, TIMEOUTS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    "journeywork.kernel",
    "journeywork.people",
    "journeywork.work",
    "journeywork.activities",
    "journeywork.debriefs",
    "journeywork.assignments",
    "journeywork.shadowing",
    "journeywork.mentoring",
    "journeywork.moments",
    "journeywork.knowledge",
    "journeywork.support",
    "journeywork.feedback",
    "journeywork.evidence",
    "journeywork.growth",
    "journeywork.coaching",
    "journeywork.subscriptions",
    "journeywork.web",
    *doors.applications(),
]

# The order is part of the house: nothing reads input before the gate has seen it, and pages run
# within the organisation of whoever asks. A view that nobody declared stays closed.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "journeywork.web.middleware.Headers",
    "journeywork.kernel.gate.InputGate",
    "journeywork.web.middleware.Faults",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "journeywork.people.presence.People",
    "journeywork.kernel.doors.Closed",
]

ROOT_URLCONF = "journeywork.config.urls"
ASGI_APPLICATION = "journeywork.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [Path(__file__).parent.parent / "web" / "templates"],
        "OPTIONS": {
            "environment": "journeywork.web.jinja.environment",
            "context_processors": [
                "journeywork.web.page.around",
                "journeywork.people.sign_in.ways",
            ],
        },
    },
    # For what libraries bring; every page that people meet is one of ours.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["journeywork.people.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"

locals().update(
    mail_settings(ENVIRONMENT["JOURNEYWORK_MAIL"], ENVIRONMENT["JOURNEYWORK_MAIL_FROM"])
)
MAIL_WORKS = bool(ENVIRONMENT["JOURNEYWORK_MAIL"])
# Without mail no address can be proved, so strangers cannot make accounts either.
SIGN_UP = ENVIRONMENT["JOURNEYWORK_SIGN_UP"] and MAIL_WORKS
ACCOUNT_ADAPTER = "journeywork.people.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL_WORKS else "none"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = MAIL_WORKS
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(ADDRESS).scheme
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "journeywork.people.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "journeywork.people.second_steps.AddApp",
    "add_webauthn": "journeywork.people.second_steps.AddPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not MAIL_WORKS
MFA_TOTP_ISSUER = "Journeywork"
# Half a minute to either side (RFC 6238, 5.2): a code is typed while the next one begins.
MFA_TOTP_TOLERANCE = 1
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT["JOURNEYWORK_PROXIES"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
API_PER_MINUTE = ENVIRONMENT["JOURNEYWORK_API_PER_MINUTE"]
INSIDE = frozenset(ENVIRONMENT["JOURNEYWORK_INSIDE"])
# Limits on signing in count in the database: all web processes see the same numbers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).parent.parent / "web" / "locale"]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

_secure = ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "journeywork.web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = BATCH.body
DATA_UPLOAD_MAX_NUMBER_FIELDS = STANDARD.keys
