"""How is the site set up? Everything comes from the folder of the site and the environment.

``DAFENG_SITE`` names the folder (default ``dafeng-site``); ``DATABASE_URL`` and
``DAFENG_PUBLISHED_URL`` name the two stores where they are not files in it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import dafeng.files
from dafeng.web import environment
from dafeng.web.keys import private_folder, secret

TESTING: Final = "pytest" in sys.modules
_FOLDER = os.environ.get("DAFENG_SITE") or (
    tempfile.mkdtemp(prefix="dafeng-") if TESTING else "dafeng-site"
)
SITE: Final = Path(_FOLDER).resolve()

if not TESTING:
    private_folder(SITE)
SECRET_KEY = secret(SITE, "session", persists=not TESTING)
#: Whether the site stands behind TLS; cookies are then sent by TLS alone.
SECURE: Final = os.environ.get("DAFENG_TLS") == "1"
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DAFENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS if SECURE]

INSTALLED_APPS = [
    # Before all others: its layouts stand in for those of the sign-in library.
    "dafeng.web.frame",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "dafeng.web.accounts",
    "dafeng.web.ledger",
    "dafeng.web.dossiers",
    "dafeng.web.programmes",
    "dafeng.web.notices",
    "dafeng.web.partners",
    "dafeng.web.published",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dafeng.web.headers.HeadMiddleware",
    "dafeng.web.headers.HeadersMiddleware",
    "dafeng.web.headers.TextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dafeng.web.programmes.looking.OneLookMiddleware",
    "dafeng.web.access.AccessMiddleware",
]

CSRF_FAILURE_VIEW = "dafeng.web.frame.views.stale_form"
ROOT_URLCONF = "dafeng.web.urls"
WSGI_APPLICATION = "dafeng.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dafeng.web.frame.surroundings.surroundings",
            ],
            "builtins": [
                "dafeng.web.frame.templatetags.speech",
                "dafeng.web.frame.templatetags.keeping",
            ],
        },
    }
]


#: What is published lies apart: no query of the public pages can reach a draft.
DATABASES = {
    alias: environment.store(variable, os.environ.get(variable, ""), SITE / file)
    for alias, variable, file in (
        ("default", "DATABASE_URL", "site.sqlite3"),
        ("published", "DAFENG_PUBLISHED_URL", "published.sqlite3"),
    )
}
DATABASE_ROUTERS = ["dafeng.web.stores.Stores"]
#: What all processes count together: attempts to sign in, codes that were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "dafeng.web.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "dafeng.web.accounts.passwords.Uncommon"},
    {"NAME": "dafeng.web.accounts.passwords.Unlike"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "dafeng.web.accounts.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
#: Nobody lets the site write to strangers; the page tells the same in either case.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ADAPTER = "dafeng.web.accounts.adapter.SocialAdapter"
#: An identity provider vouches for the address of who was invited; nobody comes in by it alone.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"APPS": environment.providers(os.environ.get("DAFENG_OIDC", ""))}
}

#: A request for a host that this is not is answered 400; strangers write no traceback for it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"none": {"class": "logging.NullHandler"}},
    "loggers": {"django.security.DisallowedHost": {"handlers": ["none"], "propagate": False}},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
#: Whether own wordings stand between marks: what stands outside was never translated.
MARK_WORDS = os.environ.get("DAFENG_MARK_WORDS") == "1"

STATIC_URL = "static/"
#: The script of the HTML report serves the charts of the pages too.
STATICFILES_DIRS = [("report", Path(dafeng.files.__path__[0]) / "report")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": SITE / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

#: Links that leave the site, such as the way back from an identity provider.
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
#: Who has come by TLS once comes by nothing else for a year.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Bytes of a form, and of a file beyond which it is laid on disk while it arrives.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

#: Where e-mail goes out: ``smtp://``, ``smtp+tls://`` or ``smtps://``, with name and password.
_MAIL, _MAIL_PORT = environment.mail(os.environ.get("DAFENG_EMAIL_URL", ""))
EMAIL_BACKEND = os.environ.get("DAFENG_EMAIL_BACKEND") or (
    f"django.core.mail.backends.{'smtp' if _MAIL.hostname else 'console'}.EmailBackend"
)
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.scheme == "smtp+tls", _MAIL.scheme == "smtps"
EMAIL_HOST = _MAIL.hostname or "localhost"
EMAIL_PORT = _MAIL_PORT or (587 if EMAIL_USE_TLS else 465 if EMAIL_USE_SSL else 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DAFENG_EMAIL_FROM", "dafeng@localhost")
#: Address under which the site is reached, for the links in e-mails.
SITE_ADDRESS = os.environ.get("DAFENG_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "short"],
    }
}
