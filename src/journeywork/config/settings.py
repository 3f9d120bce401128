"""Django's settings, all of them made from `config.environment`."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from journeywork.config import doors
from journeywork.config.database import addresses, connection_settings
from journeywork.config.environment import load
from journeywork.config.place import data_folder
from journeywork.config.secrets import keys

ENVIRONMENT = load(os.environ)
DEBUG = ENVIRONMENT["JOURNEYWORK_DEBUG"]
DATA = data_folder(ENVIRONMENT["JOURNEYWORK_DATA"])
INDEX_FOLDER = DATA / "index"
ADDRESS = ENVIRONMENT["JOURNEYWORK_ADDRESS"]
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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "journeywork.kernel",
    "journeywork.people",
    "journeywork.work",
    "journeywork.moments",
    "journeywork.knowledge",
    "journeywork.support",
    "journeywork.feedback",
    "journeywork.evidence",
    "journeywork.web",
    *doors.applications(),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "journeywork.config.urls"
ASGI_APPLICATION = "journeywork.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [Path(__file__).parent.parent / "web" / "templates"],
        "OPTIONS": {"environment": "journeywork.web.jinja.environment"},
    },
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
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
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
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
