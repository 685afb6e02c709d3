"""Django's settings, from the environment (`archive.env`). Nothing here guesses: what is unset has a stated default."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from archive.database import database_settings
from archive.env import read_environment
from archive.logs import logging_config
from archive.search_url import read_search_url

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(BASE_DIR)

DATA_DIR = ENVIRONMENT.data_dir
FILES_DIR = DATA_DIR / "files"
INDEX_DIR = DATA_DIR / "index"


def _read_or_make_secret_key() -> str:
    """A key of this archive's own, made once and kept in DATA_DIR, so that a first start needs no configuration."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            path.hardlink_to(draft)  # two first starts at once agree on one key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = ENVIRONMENT.secret_key or _read_or_make_secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
SITE_NAME = ENVIRONMENT.site_name
API_RATE = ENVIRONMENT.api_rate
READER_RATE = ENVIRONMENT.reader_rate
CONTACT_EMAIL = ENVIRONMENT.contact_email
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
NINJA_NUM_PROXIES = TRUSTED_PROXIES
METRICS_TOKEN = ENVIRONMENT.metrics_token
SLOW_REQUEST_SECONDS = ENVIRONMENT.slow_request_seconds
SLOW_QUERY_SECONDS = ENVIRONMENT.slow_query_seconds

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "archive",  # before haystack and the admin theme: its commands and templates win
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "haystack",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "ninja",  # its files of the API's documentation page
]

MIDDLEWARE = [
    "archive.web.request_log.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.web.middleware.language_from_cookie",
    "archive.api.middleware.answer_problems",
    "archive.web.reader_rate.limit_readers",  # before whatever asks the database
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "archive.accounts.sessions.hold_unverified",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "archive.web.middleware.SayUnavailable",
    "axes.middleware.AxesMiddleware",  # last: its page takes the place of the login's
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.web.context.site",
            ],
        },
    }
]

# Set by `archive.wsgi`: commands need neither a pool nor an end to their questions.
SERVING = os.environ.get("ARCHIVE_SERVING") == "1"
DATABASES = {"default": database_settings(ENVIRONMENT.database_url, DATA_DIR, serving=SERVING)}

FETCH_CONTACT = ENVIRONMENT.fetch_contact or CONTACT_EMAIL
FETCH_PAUSE = ENVIRONMENT.fetch_pause
FETCH_SECONDS = ENVIRONMENT.fetch_seconds
FETCH_MEGABYTES = ENVIRONMENT.fetch_megabytes
FETCH_ALLOW_PRIVATE = ENVIRONMENT.fetch_allow_private
ORIGINALS_KEEP_DAYS = ENVIRONMENT.originals_keep_days
STAFF_SECOND_FACTOR = ENVIRONMENT.staff_second_factor
OTP_TOTP_ISSUER = SITE_NAME

SEARCH_FRESHNESS = ENVIRONMENT.search_freshness
_SEARCH_ADDRESS = read_search_url(ENVIRONMENT.search_url)
_ENGINES = {"whoosh": "whoosh.backend.ArchiveWhooshEngine", "opensearch": "opensearch.backend.ArchiveOpenSearchEngine"}
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": f"archive.search.engines.{_ENGINES[_SEARCH_ADDRESS.engine]}",
        "PATH": str(INDEX_DIR),  # the index itself, or only what is made from it for those who type
        "ADDRESS": _SEARCH_ADDRESS,
        "SILENTLY_FAIL": False,
    }
}

# The sources' language, not the operator's wish: Django fills what a catalogue lacks from this language's, and Chinese
# strings stand in the sources themselves. `SITE_LANGUAGE` is what readers see until they choose.
LANGUAGE_CODE = "zh-hans"
SITE_LANGUAGE = ENVIRONMENT.language_code
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "archive" / "locale"]
TIME_ZONE = ENVIRONMENT.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
_LOCAL = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _LOCAL},
    # How often addresses asked lately: as many as a robot with many addresses has, a few kilobytes each at most.
    "rates": {"BACKEND": _LOCAL, "LOCATION": "rates", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# One upload may be a folder of pages: the size of a single request is bounded in `archive.admin.upload_form`.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# scrypt comes with Python; passwords stored by the second are stored anew when their owner next logs in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Counted in the database, so that all serving processes know; by address, since anyone could lock out anyone by name.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_CLIENT_IP_CALLABLE = "archive.web.client_address.client_address"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(hours=1)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one working day
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # set by the proxy, whatever a visitor sends
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from this machine, past the proxy
    SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
# Whether other hosts below the same domain speak HTTPS, and for ever, is not for an archive to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]


_RIGHTS = {"admin_upload": "archive.add_ingestrun", "admin_review": "archive.change_finding"}


def _admin_link(title: object, icon: str, address: str) -> dict[str, object]:
    """A link of the sidebar, for those whom its page lets in."""
    right = _RIGHTS.get(address, "")
    if address.endswith("_changelist"):
        app, model = address.removeprefix("admin:").removesuffix("_changelist").split("_")
        right = f"{app}.view_{model}"
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(address),
        "permission": lambda request: request.user.has_perm(right),
    }


UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SYMBOL": "inventory_2",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("img/seal.svg")}],
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "archive.admin.index_state.show_index_state",
    "DASHBOARD_CALLBACK": "archive.admin.dashboard.fill_dashboard",
    # Cinnabar, the one accent of the readers' pages (static/css), in the steps the theme asks for.
    "COLORS": {
        "primary": {
            "50": "#fdf4f2",
            "100": "#f7e6e2",
            "200": "#f0cfc8",
            "300": "#f0857a",
            "400": "#dd5c50",
            "500": "#c43a2f",
            "600": "#b3261e",
            "700": "#96201a",
            "800": "#7a1b16",
            "900": "#611713",
            "950": "#380b09",
        }
    },
    "STYLES": [lambda _request: static("css/panel.css")],
    "ACCOUNT": {
        "navigation": [
            {"title": _("两步验证"), "link": reverse_lazy("second_factor")},
            {"title": _("更改密码"), "link": reverse_lazy("admin:password_change")},
        ]
    },
    "SIDEBAR": {
        "show_search": True,
        "navigation": [
            {
                "title": _("档案"),
                "items": [
                    _admin_link(_("审核队列"), "rule_folder", "admin_review"),
                    _admin_link(_("文章"), "article", "admin:archive_article_changelist"),
                    _admin_link(_("事件"), "event", "admin:archive_event_changelist"),
                    _admin_link(_("文本比对"), "compare", "admin:archive_storypair_changelist"),
                    _admin_link(_("同一事件"), "link", "admin:archive_eventpair_changelist"),
                    _admin_link(_("归并规则"), "rule", "admin:archive_linkrule_changelist"),
                    _admin_link(_("规则"), "gavel", "admin:archive_houserule_changelist"),
                    _admin_link(_("事实"), "fact_check", "admin:archive_finding_changelist"),
                    _admin_link(_("来源"), "newspaper", "admin:archive_source_changelist"),
                    _admin_link(_("更正"), "edit_note", "admin:archive_correction_changelist"),
                    _admin_link(_("撤回"), "visibility_off", "admin:archive_withdrawal_changelist"),
                    _admin_link(_("后台任务"), "pending_actions", "admin:archive_job_changelist"),
                ],
            },
            {
                "title": _("入档"),
                "separator": True,
                "items": [
                    _admin_link(_("上传入档"), "upload_file", "admin_upload"),
                    _admin_link(_("入档批次"), "history", "admin:archive_ingestrun_changelist"),
                    _admin_link(_("入档结果"), "list", "admin:archive_ingestoutcome_changelist"),
                    _admin_link(_("订阅源"), "rss_feed", "admin:archive_feed_changelist"),
                    _admin_link(_("抓取的网址"), "language", "admin:archive_fetchedaddress_changelist"),
                    _admin_link(_("检索快照"), "format_quote", "admin:archive_snapshot_changelist"),
                    _admin_link(_("原始文件"), "folder_zip", "admin:archive_savedfile_changelist"),
                ],
            },
            {
                "title": _("词表"),
                "separator": True,
                "items": [
                    _admin_link(_("地区"), "map", "admin:archive_region_changelist"),
                    _admin_link(_("地区别名"), "label", "admin:archive_regionname_changelist"),
                    _admin_link(_("事件类型"), "category", "admin:archive_eventtype_changelist"),
                    _admin_link(_("服务领域"), "volunteer_activism", "admin:archive_servicefield_changelist"),
                    _admin_link(_("主机名"), "dns", "admin:archive_sourcehost_changelist"),
                    _admin_link(_("机构与项目名称"), "groups", "admin_names"),
                    _admin_link(_("名称归并"), "merge", "admin:archive_namealias_changelist"),
                ],
            },
            {
                "title": _("人员"),
                "separator": True,
                "items": [
                    _admin_link(_("用户"), "person", "admin:auth_user_changelist"),
                    _admin_link(_("用户组"), "group", "admin:auth_group_changelist"),
                    _admin_link(_("两步验证要求"), "phonelink_lock", "admin:archive_secondfactorrule_changelist"),
                    _admin_link(_("审计记录"), "policy", "admin:archive_auditentry_changelist"),
                ],
            },
        ],
    },
}

CONTENT_SECURITY_POLICY = {
    # The theme of the admin evaluates expressions in attributes; readers' pages get the strict policy.
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
    },
}

LOGGING = logging_config(ENVIRONMENT.log_format, ENVIRONMENT.log_level)
