"""What all situations share. Each switch is listed in ``docs/environment.md``."""

import os
from pathlib import Path

import dj_database_url

from portal.headers import directives
from portal.settings import environment
from portal.settings.limits import *  # noqa: F403
from portal.settings.media import media_storage
from portal.settings.observing import logging_config, prepare_metrics, report_to_sentry
from portal.settings.search import search_backends

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

# Where lxml happens to be installed, openpyxl would read workbooks with it, past defusedxml.
os.environ["OPENPYXL_LXML"] = "False"

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
BASE_URL = environment.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
URL_PREFIX = environment.text("URL_PREFIX").strip("/")
if URL_PREFIX:
    FORCE_SCRIPT_NAME = f"/{URL_PREFIX}"

INSTALLED_APPS = [
    "home",
    "stories",
    "reading",
    "forums",
    "workshops",
    "people",
    "media",
    "search",
    "portal",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.PortalUsersAppConfig",  # wagtail.users with our account forms
    "wagtail.snippets",
    "wagtail.documents",
    "wagtailmedia",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "discussions",
    "feedback",
    "editorial",  # behind wagtail.admin, whose mails it switches off
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_guid",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",  # its middleware is left out: ``people.sign_ins`` says why
    "csp",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "portal.observing.watch.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.headers.HeadersMiddleware",
    "portal.headers.PolicyMiddleware",
    "portal.paths.PathMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.read_only.ReadOnlyMiddleware",  # before forms are looked at
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.OneEntranceMiddleware",
    "people.middleware.ForcedPasswordChangeMiddleware",
    "people.session_limits.SessionLimitsMiddleware",
    "people.audit.middleware.ExportTrailMiddleware",
    "portal.limits.LimitsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.sites.SiteMiddleware",
    "portal.redirects.OldAddressMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "wagtail.contrib.settings.context_processors.settings",
                "portal.context.frame",
                "people.context.session",
            ],
        },
    }
]

# SQLite set up for several writers: writers queue at BEGIN instead of failing in mid-transaction
# (200 simultaneous registrations: 10-22 lost with Django's defaults, none with these).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
    ),
}


def database(url: str) -> dict[str, object]:
    """Return Django's database entry for ``url``; SQLite gets ``SQLITE_OPTIONS``.

    PostgreSQL compiles no plans: of the portal's it takes costly ones to be long ones, and compiled
    300 ms for an answer that took 30. An ``options`` in the address is left as it is.
    """
    entry = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    if entry["ENGINE"].endswith("sqlite3"):
        entry["OPTIONS"] = entry.get("OPTIONS", {}) | SQLITE_OPTIONS
    elif entry["ENGINE"].endswith("postgresql"):
        entry["OPTIONS"] = {"options": "-c jit=off"} | entry.get("OPTIONS", {})
    return entry


DATABASES = {
    "default": database(environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.text("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "portal.faults.caches.OutlivedRedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"}
    ),
    # Drawn cards and covers, some 50 KB each, and posters of 150: files, which all processes share.
    "cards": {
        "BACKEND": "portal.faults.caches.ForgivingFileCache",
        "LOCATION": VAR_DIR / "cards",
        "TIMEOUT": 60 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2_000, "CULL_FREQUENCY": 4},
    },
}
# Whole pages for visitors without an account, kept in front of Django (``portal.page_cache``).
PAGE_CACHE = environment.flag("PAGE_CACHE")
PAGE_CACHE_BYTES = 32 * 1024 * 1024  # in each process
# What only time changes shows after so many seconds; what people change shows at once.
PAGE_CACHE_FRESH_SECONDS = 60
PAGE_CACHE_STALE_SECONDS = 60
# How often a machine asks for changes made by others, and how old an answer may be at most.
PAGE_CACHE_POLL_SECONDS = 0.25
PAGE_CACHE_CONFIRMED_SECONDS = 1.0
# Also where no page is kept: commands and workers tell those who keep some.
PAGE_CACHE_RECORDS = True

# Where fonts for cards lie, if not in one of the system's folders.
CARD_FONTS = environment.text("CARD_FONTS")

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.auth.StaffNumberOrPhoneBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["staff_number", "name", "phone", "email"]},
    },
    {"NAME": "people.validators.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "editorial:desk"
REVIEWERS_REDIRECT_URL = "reviews:queue"
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "people.forms.LoginForm",
    "change_password": "people.forms.ChangePasswordForm",
    "set_password": "people.forms.SetPasswordForm",
    "reset_password": "people.forms.ResetPasswordForm",
    "reset_password_from_key": "people.forms.ResetPasswordKeyForm",
    "reauthenticate": "people.forms.ReauthenticateForm",
}
# Per account, never per address: a whole school shares one.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "signup": None,
    "login_failed": "10/15m/key",
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
    "change_password": "20/h/user",
}
# For so long, in seconds, a sign-in or a password typed once more opens what touches the account
# itself (second factors); setting up an app on a telephone takes some minutes.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "people.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False  # a key stands beside the password, not in its place
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_FORMS = {
    "activate_totp": "people.second_factor.forms.ActivateForm",
    "authenticate": "people.second_factor.forms.CodeForm",
    "reauthenticate": "people.second_factor.forms.ReauthenticateForm",
    "add_webauthn": "people.second_factor.keys.AddKeyForm",
    "authenticate_webauthn": "people.second_factor.keys.UseKeyForm",
    "reauthenticate_webauthn": "people.second_factor.keys.ConfirmWithKeyForm",
}
# Whether editors, chief editors and administrators must have one; see ``people.choices``.
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR")
# DRF's default accepts passwords with each request: a second way in, and an uncounted one.
REST_FRAMEWORK: dict[str, object] = {"DEFAULT_AUTHENTICATION_CLASSES": []}

LANGUAGE_CODE = "zh-hans"
# Named here too, because the scripts of Wagtail's admin look only at its own catalogue and here.
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y年n月j日"

# The address below which nginx sends files that the portal allows (X-Accel-Redirect).
MEDIA_ACCEL_PREFIX = environment.text("MEDIA_ACCEL_PREFIX")
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": media_storage(environment.text("MEDIA_URL_BACKEND")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A form of 50,000 characters with its markup is well below this; files are streamed and have
# limits of their own in ``media.intake``.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

EMAIL_URL = environment.text("EMAIL_URL", f"file://{VAR_DIR / 'mail'}")
DEFAULT_FROM_EMAIL = "portal@localhost"
globals().update(environment.email_options(EMAIL_URL))

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Unused for longer, a session ends (seconds; 0: never): ordinary people, and whoever edits or
# administers.
SESSION_IDLE_SECONDS = environment.number("SESSION_IDLE_SECONDS", 7 * 24 * 3600)
SESSION_IDLE_PRIVILEGED_SECONDS = environment.number("SESSION_IDLE_PRIVILEGED_SECONDS", 3600)
# Off only for measuring; the figures stand in ``portal.settings.limits``.
RATELIMIT_ENABLE = environment.flag("RATE_LIMITS", default=True)
# How long the audit trail is kept; never less than six months.
AUDIT_KEEP_DAYS = environment.number("AUDIT_KEEP_DAYS", 400)
# Trust what the proxy in front says of the visitor.
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows the page in a frame of the admin
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives(*environment.words("CSP_MEDIA_HOSTS"))}

WAGTAIL_SITE_NAME = "济源教师风采"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no outside hosts
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # /accounts/ is the one place for passwords
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # the server fetches no address a user typed
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # portal.redirects writes one row for a whole section
WAGTAILIMAGES_IMAGE_MODEL = "media.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.PortalImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.PortalDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["docx", "pdf", "pptx", "xlsx"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.PortalRecording",
    "MEDIA_FORM_BASE": "media.forms.PortalRecordingForm",
    "AUDIO_EXTENSIONS": ["m4a", "mp3"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILIMAGES_WEBP_QUALITY = 78
# A password lives in a session; file addresses behind such a page would stay closed.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_EXTENSIONS = ["gif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "editorial.publication.publish_approved"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False  # only editorial.actions ends a workflow
TAGGIT_CASE_INSENSITIVE = True
WAGTAIL_TAG_SPACES_ALLOWED = True

WAGTAILSEARCH_BACKENDS = search_backends(
    environment.text("SEARCH_URL"),
    folder=VAR_DIR / "index",
    vendor=DATABASES["default"]["ENGINE"].rpartition(".")[2],
)
# How often a process asks whether editors changed the terms and synonyms of the search.
SEARCH_LISTS_CHECK_SECONDS = 60

WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_LIMIT_MAX = 50

LOGGING = logging_config(environment.text("LOG_FORMAT"))
# An id that a proxy gave is kept; it must be a UUID, so that nobody writes into our logs with it.
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "EXPOSE_HEADER": False}
SLOW_QUERY_SECONDS = float(environment.text("SLOW_QUERY_SECONDS", "0.2"))
SLOW_REQUEST_SECONDS = float(environment.text("SLOW_REQUEST_SECONDS", "1"))
METRICS_TOKEN = environment.text("METRICS_TOKEN")
if METRICS_TOKEN:
    prepare_metrics(VAR_DIR / "metrics")
ADMINS = [(address, address) for address in environment.words("ERROR_MAIL")]
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.observing.mail.WithoutVariables"
SENTRY_DSN = environment.text("SENTRY_DSN")
if SENTRY_DSN:
    report_to_sentry(SENTRY_DSN)
# Nothing may be written while this is on; ``manage.py read_only`` switches without a restart.
READ_ONLY = environment.flag("READ_ONLY")

# Books that one person may add to the catalogue within a day; more come by import.
READING_PROPOSALS_A_DAY = 30

# What `keep_house` runs; deploy/systemd holds the timers.
HOUSEKEEPING: dict[str, list[tuple[str, ...]]] = {
    "minutely": [
        ("revive_tasks",),
        ("publish_scheduled",),
        ("send_notifications", "--digest"),
        ("keep_events",),
        ("mend_search",),
    ],
    "nightly": [
        ("expire_consents",),
        ("propose_hours",),
        ("tidy_feedback",),
        ("purge_searches",),
        ("clearsessions",),
        ("tidy_sign_ins",),
        ("prune_db_task_results",),
        ("examine_site",),
        ("tidy_audit",),
    ],
}
