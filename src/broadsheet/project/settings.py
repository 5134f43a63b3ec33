"""Django's settings, all derived from the one site folder that BROADSHEET_SITE names."""

from __future__ import annotations

from urllib.parse import urlsplit

import dj_database_url

from broadsheet.kernel import language
from broadsheet.project.configuration import active
from broadsheet.project.secret import read_secret

CONFIGURATION = active()

SECRET_KEY = read_secret(CONFIGURATION.secret_file)
DEBUG = False

# ---- rooms ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "broadsheet.ledger",
    "broadsheet.wire",
    "broadsheet.desk",
    "broadsheet.press",
    "broadsheet.project",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.contrib.table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
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
    "broadsheet.desk.admin.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "broadsheet.project.urls"
WSGI_APPLICATION = "broadsheet.project.desk_server.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---- the desk's address -----------------------------------------------------------------

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *CONFIGURATION.desk_hosts]
WAGTAILADMIN_BASE_URL = CONFIGURATION.desk_address
_SECURE = urlsplit(WAGTAILADMIN_BASE_URL).scheme == "https"
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = _SECURE
if _SECURE:
    # A proxy ends TLS and says so; nobody else reaches the desk's own port (deploy/).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Wagtail's preview pane shows the page in a frame of the same origin.
X_FRAME_OPTIONS = "SAMEORIGIN"

# ---- storage ----------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        CONFIGURATION.database.url or f"sqlite:///{CONFIGURATION.folder / 'broadsheet.sqlite3'}",
        conn_max_age=600,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # synchronous=FULL: an act that was answered survives a power cut. NORMAL could lose it while
        # its page is public already. The log is written back every 16 MB, not every 4: a bake from nothing
        # changes the same pages of an index again and again.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA wal_autocheckpoint=4000;"
        ),
        # A writer takes the lock at once: two of them wait for each other instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = CONFIGURATION.media
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ---- language and time ------------------------------------------------------------------

LANGUAGE_CODE = CONFIGURATION.site.language
LANGUAGES = [(code, {"de": "Deutsch", "en": "English"}[code]) for code in language.LANGUAGES]
TIME_ZONE = CONFIGURATION.site.time_zone
USE_I18N = True
USE_TZ = True
# A newsroom has one time zone: a moment in a form means the same for everybody.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# ---- accounts ---------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# No mail server is asked for yet: nothing is sent, and nothing is offered that would need it.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WAGTAIL_PASSWORD_RESET_ENABLED = False

# ---- Wagtail ----------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILIMAGES_IMAGE_MODEL = "desk.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.desk.admin.pictures.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 60 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "broadsheet.desk.search_backend"}}
# Public views of Wagtail are not mounted; nothing of it may call out.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False

# ---- logging ----------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "broadsheet": {"level": "INFO"},
        # Said of everybody's log, should its level be lowered one day: Wagtail tells the headlines of
        # drafts at INFO, Pillow at DEBUG where a picture was taken.
        "wagtail": {"level": "WARNING"},
        "PIL": {"level": "INFO"},
    },
}
