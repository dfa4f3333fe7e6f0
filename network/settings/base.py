"""Settings every installation shares. The environment is read in this package alone."""

import os
import shutil
from pathlib import Path

from django.conf import global_settings
from django.utils.translation import gettext_lazy as _

from network.core.postgres import APPLICATION_ROLE, Cluster

from .backup import *
from .browsers import *
from .database_urls import database_from_url
from .log_lines import *
from .media import *
from .monitoring import *
from .sign_in import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
STATE_DIR = Path(os.environ.get("PBGDPL_STATE_DIR") or BASE_DIR / ".state")

# The address for the owner of the tables is that of the application unless it is given: then one
# role does everything. In the project's own PostgreSQL there are always two.
if DATABASE_URL := os.environ.get("DATABASE_URL", ""):
    DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL") or DATABASE_URL
else:
    cluster = Cluster(STATE_DIR / "postgres", durable=True)
    DATABASE_URL = cluster.url("pbgdpl", role=APPLICATION_ROLE)
    DATABASE_OWNER_URL = cluster.url("pbgdpl")
DATABASES = {"default": database_from_url(DATABASE_URL)}
_SAME_IN_TESTS = {"TEST": {"MIRROR": "default"}}
# --- More than one machine (docs/adr/0102) ---
# A streaming replica, from which pages of visitors are read while it is fresh.
if DATABASE_REPLICA_URL := os.environ.get("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = database_from_url(DATABASE_REPLICA_URL) | _SAME_IN_TESTS
    DATABASE_ROUTERS = ["network.core.freshness.replica.ReplicaRouter"]
# The address without the pooler, if DATABASE_URL leads to PgBouncer: for LISTEN, which needs a
# connection of its own.
if DATABASE_DIRECT_URL := os.environ.get("DATABASE_DIRECT_URL", ""):
    DATABASES["direct"] = database_from_url(DATABASE_DIRECT_URL) | _SAME_IN_TESTS
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DATABASE_ROLES = {
    "application": database_from_url(DATABASE_URL),
    "owner": database_from_url(DATABASE_OWNER_URL),
}

INSTALLED_APPS = [
    "network.core",
    "network.mailing",
    "network.accounts",
    "network.agencies",
    "network.desks",
    "network.monitoring",
    "network.retention",
    "network.media",
    "network.capacity",
    "legal_updates",
    "aggregator",
    "sites",
    "network.questions",
    "network.rights_requests",
    "network.feedback",
    "network.stops",
    "network.usage",
    "network.directives",
    "network.channels",
    "network.activities",
    "network.practices",
    "network.reporting",
    "network.following",
    "network.hub",
    "network.provisioning",
    "network.oversight",
    "network.commune_standard",
    "network.opendata",
    "network.guide",
    "network.demo",
    "network.navigation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "network.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Behind wagtail.admin, whose workflow mails it takes off.
    "network.moderation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "network.monitoring.endpoints.InternalEndpointsMiddleware",
    "network.core.freshness.middleware.VisitorCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "network.core.headers.HeadersMiddleware",
    "network.core.headers.StrictHostMiddleware",
    "network.core.headers.Utf8Middleware",
    "network.serving.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "network.accounts.script_answers.ScriptResponsesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.accounts.middleware.SecondFactorMiddleware",
    "network.accounts.kept_text.ReceiptMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "network.hub.redirects.MovedPagesMiddleware",
]

ROOT_URLCONF = "network.urls"
# The network stands at the root of its host. Else a header SCRIPT_NAME, which the web server takes
# from a proxy on the same machine, would lead the links of kept pages elsewhere.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "network.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese"))]
# Ours before the words of packages: where both have a message, our screens come first.
LOCALE_PATHS = [BASE_DIR / "network" / "locale", BASE_DIR / "network" / "locale_of_packages"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["network.core.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "static-collected")
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or STATE_DIR / "media")
# The place in the proxy from which it sends files that we name; "": there is no such proxy.
ACCEL_REDIRECT_PREFIX = os.environ.get("ACCEL_REDIRECT_PREFIX") or ""
STORAGES = {
    "default": media_backend(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A larger request is refused unread, by the proxy too (docker/nginx.conf).
UPLOAD_REQUEST_BYTES = 100 * 1024 * 1024
# From so many percent of a disk in use on, the screen of the system's state warns; and uploads,
# fetches of sources, conversions and backups are refused (docs/adr/0068).
DISK_WARNING_PERCENT = float(os.environ.get("DISK_WARNING_PERCENT") or 85)
DISK_REFUSAL_PERCENT = float(os.environ.get("DISK_REFUSAL_PERCENT") or 95)
# Kept free for the project's own PostgreSQL by a file that is deleted when the disk is full.
DATABASE_RESERVE_BYTES = int(os.environ.get("DATABASE_RESERVE_MB") or 256) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "network.media.upload_handlers.LimitedUploadHandler",
    *global_settings.FILE_UPLOAD_HANDLERS,
]

WAGTAIL_SITE_NAME = "PBGDPL Gia Lai"
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL") or "http://127.0.0.1:8000"
# One time zone in the country, so nothing to choose.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
# The email is a name to sign in with and where reset links go: the agency's admin changes it.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Loads its scripts when its first field is shown.
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "network.core.rich_text.LateDraftail"}}
# A typed address stays one: turned into a link, it would be answered with the title that another
# agency's page has in its draft.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Nothing goes live unread (docs/adr/0011-moderation.md).
WAGTAIL_FINISH_WORKFLOW_ACTION = "network.moderation.publication.publish_decided_revision"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# A text going live at its hour must not take back the newer one that somebody has submitted.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
# What waits longer stands in the daily mail: posted within three working days (domain brief 3.3).
MODERATION_OVERDUE_DAYS = 2
# Under which licence the catalogue of /du-lieu/ may be used; "" while nobody has decided it.
OPEN_DATA_LICENCE = os.environ.get("OPEN_DATA_LICENCE", "")
# So long an agency has to review a page that cites a document that changed; the same everywhere.
LEGAL_REVIEW_DAYS = 15
# A legal update that appears later after its policy reached the library is late (R4).
LEGAL_UPDATE_WORKING_DAYS = 3
WAGTAILIMAGES_IMAGE_MODEL = "media.AgencyImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "network.media.forms.AgencyImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# So many a picture may claim; WebP's decoder holds its canvas four times, 250 MB for 16 million.
PICTURE_PIXELS = dict.fromkeys(WAGTAILIMAGES_EXTENSIONS, 50_000_000) | {"webp": 16_000_000}
# A scan or photograph as evidence has so many pixels on each side: fewer show nothing.
EVIDENCE_LEAST_SIDE = 100
# More attendances of one activity than this are a typing error: a quarter of the province's people.
MOST_ATTENDANCES = 1_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "media.AgencyDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "network.media.forms.AgencyDocumentForm"
# What a browser opens by itself, or what is read on pages of ours: the dispatch refuses files that
# need another program (R11). Bytes a file of each kind may have; one that is not listed is refused.
DOCUMENT_BYTES = {
    "pdf": 30 * 1024 * 1024,
    "docx": 30 * 1024 * 1024,
    "xlsx": 10 * 1024 * 1024,
    "pptx": 50 * 1024 * 1024,
    "odt": 30 * 1024 * 1024,
    "ods": 10 * 1024 * 1024,
    "odp": 50 * 1024 * 1024,
    "txt": 5 * 1024 * 1024,
    "csv": 5 * 1024 * 1024,
    "mp3": 50 * 1024 * 1024,
    "m4a": 50 * 1024 * 1024,
    "ogg": 50 * 1024 * 1024,
    "mp4": 95 * 1024 * 1024,
    "webm": 95 * 1024 * 1024,
    "vtt": 1024 * 1024,
    **dict.fromkeys(("jpg", "jpeg", "png", "webp"), WAGTAILIMAGES_MAX_UPLOAD_SIZE),
}
WAGTAILDOCS_EXTENSIONS = list(DOCUMENT_BYTES)
# LibreOffice, where it is installed, makes the pictures of the pages of office files.
_OFFICE = shutil.which("soffice")
OFFICE_PROGRAM = f"{os.path.realpath(_OFFICE)}.bin" if _OFFICE else ""
# The image of the web processes is without it; the worker's image has it (docker/Dockerfile).
OFFICE_IN_WORKER = os.environ.get("OFFICE_IN_WORKER") == "1"
# Reads the text of scans, where it is installed with its Vietnamese.
TESSERACT = "tesseract"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "network.core.search", "SEARCH_CONFIG": "simple"},
}
TAGGIT_CASE_INSENSITIVE = True

# A job a minute would fill the queue's table for ever; failed ones stay to be looked at. A job that
# waits for its moment is looked for every second, so that what is spread over a minute does not
# come in heaps. How many run at once: network/core/queues.py.
PROCRASTINATE_WORKER_DEFAULTS = {
    "delete_jobs": "successful",
    "fetch_job_polling_interval": 1.0,
}
TASKS = {"default": {"BACKEND": "network.core.tasks_backend.ProcrastinateBackend"}}

# Portals see it in their logs and must find a contact in it.
AGGREGATOR_USER_AGENT = os.environ.get("AGGREGATOR_USER_AGENT") or (
    f"PBGDPL-GiaLai/0.1 (+{WAGTAILADMIN_BASE_URL})"
)
AGGREGATOR_ALLOW_LOOPBACK = False
# One fetch takes at most so long; after it its host is left alone for a moment (0: no pause, and
# several at a time, for portals that are this very machine).
AGGREGATOR_FETCH_SECONDS = 20.0
AGGREGATOR_HOST_PAUSE_SECONDS = 2.0

# The link of an invitation is good for so long.
INVITATION_DAYS = 7
# So many days after a person has left the last agency, their qualifications are erased.
QUALIFICATION_KEEP_DAYS = 365
# Last, the guard, and behind it: what an overseer does while acting for an agency is written down.
MIDDLEWARE += [
    "network.agencies.guard.middleware.GuardMiddleware",
    "network.agencies.acting.middleware.ActsMiddleware",
]

# --- Public pages in memory (docs/adr/0016-visitor-cache.md) ---
# Of each web process; 0 keeps nothing.
VISITOR_CACHE_BYTES = int(os.environ.get("VISITOR_CACHE_MB") or 96) * 1024 * 1024
# So long a web process makes pages in advance before it accepts visitors, while another process
# serves them (docs/adr/0103-warm-starts.md). 0 accepts them at once.
WARM_SECONDS = float(os.environ.get("WARM_SECONDS") or 0)
# While the database is away visitors read these pages as they were when it went, with a line that
# says so, for this many hours (docs/adr/0070-database-away-and-pruning.md).
SAVED_PAGES_HOURS = float(os.environ.get("SAVED_PAGES_HOURS") or 24)
# Whoever brings one of these is no stranger, and is answered afresh.
OWN_COOKIES = frozenset({"sessionid", "csrftoken", "messages", "preview"})
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "network.accounts.cache.SignInSharedCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Emptied whenever a picture changes, in every process.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

# --- Activities and reporters (docs/adr/0050-activities.md) ---
# Working days from a request for a legal reporter to its answer.
SPEAKER_REQUEST_WORKING_DAYS = 5

# --- Questions of citizens (docs/adr/0019-questions.md) ---
# Working days from the arrival of a question at an agency to its answer.
QUESTION_WORKING_DAYS = 10
# Working days in which the Department answers a good practice (docs/adr/0051-good-practices.md).
PRACTICE_WORKING_DAYS = 5
# So many days after the answer, or the refusal, its text and the address of its asker are erased.
QUESTION_KEEP_DAYS = 90
# Working days from a report of a page that may be a fake to its answer; kept as long as questions.
FAKE_REPORT_WORKING_DAYS = 5
# How often one form is accepted from a network address, which a whole village may share; and the
# smaller number of each address while more than FORMS_PER_HOUR_IN_ALL came from all together.
FORMS_PER_HOUR = 20
FORMS_PER_HOUR_WHEN_CROWDED = 6
FORMS_PER_HOUR_IN_ALL = 500
WRONG_CODES_PER_HOUR = 30
# Ratings of pages that count from one network address within an hour; more of them are set aside.
RATINGS_PER_HOUR = 60
# Working days between the announcement of a stop of the system and the stop (NĐ 224/2026, Đ13.1).
STOP_WORKING_DAYS = 7
# From how many answers on the shares of a month are published.
RATES_PUBLIC_FROM = 30
# A page is a task for its agency if it had this many answers in 30 days, and this share of them in
# per cent was not satisfied.
WEAK_PAGE_ANSWERS, WEAK_PAGE_PER_CENT = 10, 30
# A web process writes its counted views of pages so many seconds after the first of them. One that
# is killed loses them.
VIEWS_WRITTEN_SECONDS = 20

# Where a demo keeps its mails, to be read at /thu-da-gui/; "": they are sent, and no such page.
SENT_MAIL_FOLDER = ""

# DOCX files in this folder replace the network's own templates of letters, reports and regulations.
LETTER_TEMPLATES_DIR = os.environ.get("LETTER_TEMPLATES_DIR", "")

# Where the worker signs the heads of the decision logs each night; on another disk, or copied to
# another machine, they prove what was decided even if the whole database is rewritten.
DECISION_HEADS_DIR = os.environ.get("DECISION_HEADS_DIR") or STATE_DIR / "decision-heads"

# The watcher's memory (network/monitoring/alert_state.py).
MONITORING_DIR = os.environ.get("MONITORING_DIR") or STATE_DIR / "monitoring"
