"""Cases of pages that may impersonate an agency, their evidence, and citizens' reports."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.dates import format_day
from network.core.model_fields import WebURLField
from network.core.two_people import TwoPeople
from network.media.file_names import stored_name

from ..links.addresses import Platform, keys_of
from .register import ADDRESS_LENGTH, NAME_LENGTH, NUMBER_LENGTH

REPORT_LENGTH, NOTE_LENGTH = 1000, 500


class CaseState(models.TextChoices):
    """State of a case."""

    FOUND = "found", _("Newly found")
    VERIFYING = "verifying", _("Being verified")
    CONFIRMED = "confirmed", _("Confirmed, still there")
    GONE = "gone", _("Confirmed, taken down")
    SETTLED = "settled", _("Settled")


class CaseOutcome(models.TextChoices):
    """What the page turned out to be. A similar name alone is not an impersonation."""

    IMPERSONATION = "impersonation", _("Impersonation")
    SIMILAR = "similar", _("Similar name")
    OLD_PAGE = "old_page", _("Old page not closed yet")
    NOT_OURS = "not_ours", _("Not a page of the agency, and not passing for one")
    NO_BREACH = "no_breach", _("Nothing wrong")


OPEN_STATES = (CaseState.FOUND, CaseState.VERIFYING)
PROVEN_STATES = (CaseState.CONFIRMED, CaseState.GONE)
HARMLESS = tuple(each for each in CaseOutcome if each is not CaseOutcome.IMPERSONATION)


def evidence_path(evidence: models.Model, filename: str) -> str:
    """Return the path below MEDIA_ROOT for an uploaded picture."""
    return stored_name("cases", filename)


class Case(AgencyOwned):
    """A page that may impersonate the agency.

    The database refuses to delete a case, allows only the known state changes, and refuses that
    one person opens and confirms a case, or adds the evidence and marks the page as taken down.
    """

    name = models.CharField(_("name of the page"), max_length=NAME_LENGTH)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    url = WebURLField(_("address"), max_length=ADDRESS_LENGTH)
    address_key = models.CharField(max_length=ADDRESS_LENGTH)
    # Identifies a page after it is renamed; must be entered before the confirmation.
    platform_number = models.CharField(
        _("number on the platform"), max_length=NUMBER_LENGTH, blank=True
    )
    # The page's former names or a verified badge, as the officer saw them.
    remarks = models.CharField(_("what was seen"), max_length=NOTE_LENGTH, blank=True)
    found_on = models.DateField(_("found on"))
    last_seen_on = models.DateField(_("last seen on"))
    state = models.CharField(
        _("state"), max_length=10, choices=CaseState.choices, default=CaseState.FOUND
    )
    outcome = models.CharField(_("outcome"), max_length=14, choices=CaseOutcome.choices, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    # When somebody last recorded that the page is online; evidence of a takedown must be newer.
    seen_online_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(_("taken down"), null=True)
    gone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted as taken down by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    gone_evidence = models.ForeignKey(
        "CaseEvidence", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("case of impersonation")
        verbose_name_plural = _("cases of impersonation")
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=~Q(state=CaseState.SETTLED),
                name="case_address_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, outcome="")
                | Q(state__in=PROVEN_STATES, outcome=CaseOutcome.IMPERSONATION)
                | Q(state=CaseState.SETTLED, outcome__in=HARMLESS),
                name="case_state_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=PROVEN_STATES, confirmed_by__isnull=False, confirmed_on__isnull=False
                )
                | ~Q(state__in=PROVEN_STATES) & Q(confirmed_by=None, confirmed_on=None),
                name="case_proven_by_somebody",
            ),
            TwoPeople(
                first="opened_by",
                second="confirmed_by",
                name="case_confirmed_by_another",
                refusal=_("You opened this case: somebody else confirms it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PROVEN_STATES) | Q(seen_online_at__isnull=False),
                name="case_proven_seen_online",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.GONE)
                | Q(gone_at=None, gone_by=None, gone_evidence=None),
                name="case_gone_while_taken_down",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="case_of_agency")]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    @property
    def number(self) -> str:
        """Return the number of the case for letters and screens."""
        return f"MD-{self.found_on.year}-{self.pk:03}"

    @property
    def address_keys(self) -> set[str]:
        """Return all keys of links that name the page."""
        return keys_of(self.platform, self.address_key, self.platform_number)

    def clear_gone(self) -> None:
        """Clear who recorded the takedown, when, and on which evidence. Does not save."""
        self.gone_at = self.gone_by = self.gone_evidence = None

    @property
    def takes_number(self) -> bool:
        """Return whether the page's number may still be entered."""
        return self.state in OPEN_STATES and not self.platform_number

    @property
    def place(self) -> str:
        """Return the platform, or the host if it is another website."""
        if self.platform == Platform.OTHER:
            return urlsplit(self.url).hostname or ""
        return self.get_platform_display()


class CaseEvidence(models.Model):
    """A picture as evidence: never changed or deleted, accessible to officers only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField(_("picture"), upload_to=evidence_path)
    sha256 = models.CharField(max_length=64)
    words = models.CharField(_("what it shows"), max_length=NAME_LENGTH)
    seen_on = models.DateField(_("seen on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("evidence of a case")
        verbose_name_plural = _("evidence of cases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sha256"], name="case_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.words} ({format_day(self.seen_on)})"


class CaseAuthority(models.Model):
    """An authority to which fakes are reported. Data of the network, because duties move between
    bodies."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    # Platform that it belongs to; "" for a body of the State, which handles all platforms.
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices, blank=True)
    way = models.CharField(_("how to report"), max_length=NAME_LENGTH)
    # The request in letters to it.
    request = models.CharField(_("what is asked of it"), max_length=NOTE_LENGTH)
    order = models.PositiveSmallIntegerField(_("order"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("authority to report to")
        verbose_name_plural = _("authorities to report to")
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="case_authority_ends_later",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CaseNotice(models.Model):
    """Records that a confirmed fake was reported to an authority."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    authority = models.ForeignKey(CaseAuthority, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("number of the letter or report"), max_length=NUMBER_LENGTH)
    sent_on = models.DateField(_("reported on"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("report to an authority")
        verbose_name_plural = _("reports to authorities")
        ordering = ["sent_on", "pk"]

    def __str__(self) -> str:
        return f"{self.authority} ({format_day(self.sent_on)})"


class FakeReport(AgencyOwned):
    """A citizen's report of a page, without the citizen's name. Its text is erased some time after
    the answer.

    Only `agency` reads its text and picture, even if another agency has the case of the page.
    """

    # Hash of the code that its sender got; the code itself is stored nowhere.
    code_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name of the page"), max_length=NAME_LENGTH, blank=True)
    url = WebURLField(_("address"), max_length=ADDRESS_LENGTH, blank=True)
    address_key = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    # The post or video that the citizen's link leads to; `url` is the page named in that link.
    post_url = WebURLField(_("post or video"), max_length=ADDRESS_LENGTH, blank=True)
    text = models.TextField(_("what the page did"), max_length=REPORT_LENGTH, blank=True)
    picture = models.FileField(_("picture"), upload_to=evidence_path, blank=True)
    sent_at = models.DateTimeField(_("sent on"))
    due_on = models.DateField(_("due"))
    case = models.ForeignKey(
        Case, verbose_name=_("case"), null=True, on_delete=models.PROTECT, related_name="reports"
    )
    # An officer's answer; empty if the outcome of a case is the answer.
    answer = models.CharField(_("answer"), max_length=NOTE_LENGTH, blank=True)
    # The case whose outcome is the answer; it may be another agency's case of the same page.
    answered_by_case = models.ForeignKey(
        Case,
        verbose_name=_("answered by the outcome of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="answered_reports",
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reported page")
        verbose_name_plural = _("reported pages")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False)
                | Q(closed_at=None, answer="", answered_by_case=None)
                | Q(closed_at__isnull=False, answer="", answered_by_case__isnull=False)
                | Q(closed_at__isnull=False, answered_by_case=None) & ~Q(answer=""),
                name="fake_report_closed_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(url="") & ~Q(text="")
                | Q(
                    erased_at__isnull=False,
                    closed_at__isnull=False,
                    **dict.fromkeys(
                        ("name", "url", "address_key", "post_url", "text", "picture"), ""
                    ),
                    answer="",
                    answered_by_case=None,
                ),
                name="fake_report_erased_as_a_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "closed_at", "sent_at"], name="fake_report_of_agency")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether the report is still unanswered."""
        return self.closed_at is None
