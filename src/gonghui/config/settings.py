"""Settings. What differs between installations comes from few environment variables, each named where it is read:

GONGHUI_HOME    the data folder (home.py)            DATABASE_URL    another PostgreSQL ≥ 15 (database.py)
GONGHUI_ORIGIN  where people reach us, for instance https://union.example.cn
GONGHUI_PROXIES how many proxies stand before us, each adding to X-Forwarded-For (0)
GONGHUI_MESSAGE_PORT  dotted path of the city's own message port (accounts/ports.py)
GONGHUI_RUN_AS  whom root steps down to (embedded/)  GONGHUI_DEBUG   1 while developing, never on a real installation
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import database, home

PACKAGE = Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parents[1]

# Where we are

DATA_FOLDER = home.folder()
KEYS_FOLDER = home.room("keys")
JOURNAL_ANCHORS = DATA_FOLDER / "journal-anchors.txt"  # heads of the journal, beside the database
DEBUG = os.environ.get("GONGHUI_DEBUG") == "1"
ORIGIN = os.environ.get("GONGHUI_ORIGIN", "http://localhost:8000")
IS_HTTPS = urlsplit(ORIGIN).scheme == "https"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*{urlsplit(ORIGIN).hostname or "localhost", *LOOPBACK}]
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SECRET_KEY = home.secret("secret.key")
ROOT_URLCONF = "gonghui.config.urls"
WSGI_APPLICATION = "gonghui.config.wsgi.application"

# What the house is built of

OURS = [
    "gonghui.kernel.ui",
    "gonghui.foundation.journal",
    "gonghui.foundation.policies",
    "gonghui.foundation.organisations",
    "gonghui.foundation.accounts",
    "gonghui.foundation.members",
    "gonghui.foundation.documents",
    "gonghui.foundation.notices",
    "gonghui.foundation.funds",
    "gonghui.programs.hardship",
    "gonghui.programs.organising",
    "gonghui.desks.privacy",
    "gonghui.desks.staff",
    "gonghui.desks.plan",
    "gonghui.desks.portal",
    "gonghui.desks.workbench",
    "gonghui.desks.figures",
    "gonghui.desks.review",
    "gonghui.desks.demo",
    "gonghui.config",
]

INSTALLED_APPS = [
    *OURS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gonghui.config.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gonghui.foundation.accounts.middleware.PostMiddleware",
]

# Pages

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gonghui.desks.portal.shell.shell",
                "gonghui.desks.workbench.shell.shell",
            ],
        },
    },
]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = home.room("static")
STATICFILES_DIRS = [REPOSITORY / "build" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_FOLDER / "papers"  # never served by address: a page checks who asks
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Records

DATABASES = database.aliases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["gonghui.config.schedule"]
PROCRASTINATE_DATABASE_ALIAS = "default"

CACHES = {
    "default": {  # counts tries over all processes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "gonghui.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; the library wants to know
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",  # a whole factory may share one address
    "login_failed": "10/m/key",
    "join": "300/m/ip",
    "send_code": "300/m/ip,1/m/key,5/h/key,10/d/key",
    "apply_to_join": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GONGHUI_PROXIES", "0"))
MFA_ADAPTER = "gonghui.foundation.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # browsers themselves allow no other than localhost
MESSAGE_PORT = os.environ.get("GONGHUI_MESSAGE_PORT", "gonghui.foundation.accounts.ports.console")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 30 * 60  # seconds idle
SESSION_SAVE_EVERY_REQUEST = True
SESSION_LONGEST = 12 * 60 * 60  # seconds, however busy

# What the browser is told

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "report-uri": "/csp-report",
    },
}

# What is written down for the operator; never a record's content

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gonghui": {"level": "INFO"}},
}
