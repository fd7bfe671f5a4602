"""Settings: one file for demo, production and tests; what differs comes from the environment."""

import os
from pathlib import Path

from postpermit.config.databases import database
from postpermit.config.secret import secret_key

DATA_DIR = Path(os.environ.get("POSTPERMIT_DATA", "data")).resolve()
DEMO = (DATA_DIR / "DEMO").exists()
# Plain HTTP is allowed only where somebody asked for it: the demo and the tests on this machine.
PLAIN_HTTP = DEMO or os.environ.get("POSTPERMIT_PLAIN_HTTP") == "1"

DEBUG = False
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = os.environ.get("POSTPERMIT_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("POSTPERMIT_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "postpermit.trail",
    "postpermit.office",
    "postpermit.register",
    "postpermit.duties",
    "postpermit.linkage",
    "postpermit.planning",
    "postpermit.supervision",
    "postpermit.enforcement",
    "postpermit.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "postpermit.web.middleware.StandingMiddleware",
    "postpermit.web.middleware.PlainWordsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "postpermit.config.urls"
WSGI_APPLICATION = "postpermit.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "postpermit.web.context.frame",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "postpermit.web.middleware.client_address"
AXES_LOCKOUT_CALLABLE = "postpermit.web.desk.account.locked_out"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = [
    # HSTS and the redirect to HTTPS belong to the proxy in front, which also answers for the whole host name.
    "security.W004",
    "security.W008",
    "security.W021",
]

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
SESSION_COOKIE_AGE = 30 * 60  # idle time-out: the middleware renews the age, once a minute at most
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_FAILURE_VIEW = "postpermit.web.desk.account.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"  # only an attachment may be framed, and only by our own pages: its view says so

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("POSTPERMIT_LOG", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}
