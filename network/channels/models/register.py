"""Official channels on social networks: registered, approved, kept safe (dispatch 1510, part 3)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.dates import format_day
from network.core.model_fields import WebURLField
from network.core.two_people import PREPARED_BY, PreparedRow, TwoPeople

from ..links.addresses import ChannelKind, Platform, keys_of
from .files import channel_path
from .plans import ChannelPlan
from .words import WordList

NAME_LENGTH, TEXT_LENGTH, ADDRESS_LENGTH, NUMBER_LENGTH = 255, 2000, 500, 60
FULL_ADMINS, INTRO_LENGTH = 2, 50
# Keys of ../data/safety_items.csv of points that the code treats specially.
SECOND_FACTOR, WORDS, CONTROL = "hai-lop", "tu-ngu", "ma-kiem-soat"


class ChannelState(models.TextChoices):
    """State of a channel."""

    PLANNED = "planned", _("Planned, not in use yet")
    AWAITING = "awaiting", _("Awaiting approval")
    ACTIVE = "active", _("In use")
    PAUSED = "paused", _("Paused for now")
    CLOSED = "closed", _("Closed")
    HANDED_OVER = "handed_over", _("Handed over")
    MERGED = "merged", _("Merged into another page")


BEFORE_APPROVAL = (ChannelState.PLANNED, ChannelState.AWAITING)
APPROVED_STATES = (ChannelState.ACTIVE, ChannelState.PAUSED)
ENDED_STATES = (ChannelState.CLOSED, ChannelState.HANDED_OVER, ChannelState.MERGED)


# A draft does not hold its address; a submission does only after the overseer has decided for its
# agency.
HOLDS_ADDRESS = Q(state__in=APPROVED_STATES) | Q(
    state=ChannelState.AWAITING, owner_decided_by__isnull=False
)
_SAME_PERSON = _("You took part in preparing this channel: another approver approves it.")


class Channel(AgencyOwned, PreparedRow):
    """A page, group, channel or account of an agency.

    Triggers keep a channel that has ended, refuse to delete an approved one, and refuse an approval
    or a new name by a person who registered, changed or submitted the channel. They also refuse an
    approval while another agency's submission of the same page awaits the overseer.
    """

    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices)
    name = models.CharField(_("name of the page"), max_length=NAME_LENGTH)
    url = WebURLField(_("address"), max_length=ADDRESS_LENGTH)
    # Equal for all spellings of `url` (addresses.py).
    address_key = models.CharField(max_length=ADDRESS_LENGTH)
    # The platform's own number. Unlike names and handles it cannot be changed or taken over.
    platform_number = models.CharField(
        _("number on the platform"), max_length=NUMBER_LENGTH, blank=True
    )
    intro = models.TextField(_("what the page is for"), max_length=TEXT_LENGTH)
    office = models.CharField(_("office address"), max_length=NAME_LENGTH)
    website = WebURLField(_("website"))
    email = models.EmailField(_("email"))
    phone = models.CharField(_("phone"), max_length=NUMBER_LENGTH)
    other = models.CharField(_("other information"), max_length=NAME_LENGTH, blank=True)
    regulation = models.CharField(
        _("regulation on its use: number and date"), max_length=NAME_LENGTH, blank=True
    )
    opened_on = models.DateField(_("page opened on"), null=True, blank=True)
    # What the platform shows. Neither proves anything, but a change of either is a warning sign.
    verified_on = models.DateField(_("verified mark seen on"), null=True, blank=True)
    admins_country = models.CharField(
        _("country of its admins, as the platform shows it"), max_length=NUMBER_LENGTH, blank=True
    )
    # The plan under which it was approved. When a plan that continues it is approved, its channels
    # are moved to that.
    plan = models.ForeignKey(
        ChannelPlan,
        verbose_name=_("plan for social networks"),
        null=True,
        on_delete=models.PROTECT,
        related_name="channels",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ChannelState.choices, default=ChannelState.PLANNED
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who gave it its present name and address after the approval.
    renamed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The overseer who decided that the page belongs to this agency, after another agency submitted
    # it too.
    owner_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approval_number = models.CharField(_("approval: number"), max_length=NUMBER_LENGTH, blank=True)
    approved_on = models.DateField(_("approval: date"), null=True)
    signer = models.CharField(_("approval: signer and post"), max_length=NAME_LENGTH, blank=True)
    # Served only by a view that checks access, never under a public URL.
    approval_file = models.FileField(_("approval: file"), upload_to=channel_path, blank=True)
    # Set by an overseer who doubts that the agency controls the page; the public register says so.
    verifying_since = models.DateField(_("being verified since"), null=True)
    verifying_reason = models.CharField(
        _("why it is being verified"), max_length=NAME_LENGTH, blank=True
    )
    ended_on = models.DateField(_("closed on"), null=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    # Shown in public: where its readers find information instead.
    ending_note = models.CharField(_("what comes in its place"), max_length=NAME_LENGTH, blank=True)
    # What shows that the page of an ended agency was closed or handed over. Never public.
    ending_file = models.FileField(_("evidence of the ending"), upload_to=channel_path, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["platform", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"], condition=HOLDS_ADDRESS, name="channel_address_once"
            ),
            models.UniqueConstraint(
                fields=["platform", "platform_number"],
                condition=HOLDS_ADDRESS & ~Q(platform_number=""),
                name="channel_number_once",
            ),
            models.CheckConstraint(
                condition=Q(owner_decided_by=None) | ~Q(state=ChannelState.PLANNED),
                name="channel_decided_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChannelState.values), name="channel_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_APPROVAL)
                | Q(approved_by__isnull=False, approved_on__isnull=False)
                & ~Q(approval_number="")
                & ~Q(signer="")
                & ~Q(regulation=""),
                name="channel_approved_before_use",
            ),
            TwoPeople(
                first="registered_by",
                second="approved_by",
                name="channel_approved_by_another",
                refusal=_SAME_PERSON,
            ),
            TwoPeople(
                first=PREPARED_BY,
                second="approved_by",
                name="channel_prepared_by_others",
                refusal=_SAME_PERSON,
            ),
            TwoPeople(
                first=PREPARED_BY,
                second="renamed_by",
                name="channel_renamed_by_another",
                refusal=_SAME_PERSON,
            ),
            TwoPeople(
                first=PREPARED_BY,
                second="owner_decided_by",
                name="channel_owner_decided_by_another",
                refusal=_("You took part in preparing this channel: another overseer decides."),
            ),
            models.CheckConstraint(
                condition=Q(verifying_since=None, verifying_reason="")
                | Q(verifying_since__isnull=False) & ~Q(verifying_reason=""),
                name="channel_verified_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_STATES, ended_on__isnull=False)
                | ~Q(state__in=ENDED_STATES) & Q(ended_on=None),
                name="channel_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=ChannelState.MERGED, merged_into__isnull=False)
                | ~Q(state=ChannelState.MERGED) & Q(merged_into=None),
                name="channel_merged_into_one",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="channel_of_agency")]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}: {self.name}"

    @property
    def is_approved(self) -> bool:
        """Return whether the public register shows it as an official page."""
        return self.state in APPROVED_STATES

    @property
    def address_keys(self) -> set[str]:
        """Return all keys of links that name it: its address and its number on the platform."""
        return keys_of(self.platform, self.address_key, self.platform_number)


class ChannelName(models.Model):
    """A former name of a channel and its last day; the channel stays the same when it is
    renamed."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("earlier name of a channel")
        verbose_name_plural = _("earlier names of channels")
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({format_day(self.until)})"


class ControlShare(models.TextChoices):
    """How much of a channel an admin controls."""

    FULL = "full", _("full control")
    PART = "part", _("part of it")


class ChannelAdmin(models.Model):
    """Who administers a channel, from when to when (R19, R20)."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="admins")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    share = models.CharField(_("power"), max_length=4, choices=ControlShare.choices)
    contact = models.CharField(
        _("email or phone of the agency that the account stands on"), max_length=NAME_LENGTH
    )
    second_factor_on = models.DateField(_("second factor confirmed on"), null=True, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    handed_over = models.CharField(
        _("record of the hand-over: number and date"), max_length=NAME_LENGTH, blank=True
    )

    class Meta:
        verbose_name = _("admin of a channel")
        verbose_name_plural = _("admins of channels")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "user"], condition=Q(until=None), name="channel_admin_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="channel_admin_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | ~Q(handed_over=""),
                name="channel_admin_hands_over",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SafetyItem(models.Model):
    """A point of the safety checklist with its validity period. Data of the network."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    words = models.CharField(_("what is confirmed"), max_length=NAME_LENGTH)
    requirement = models.CharField(_("requirement"), max_length=12, blank=True)
    is_required = models.BooleanField(_("needed before use"), default=False)
    # The settings of the platform show it, so a picture of the screen can.
    asks_picture = models.BooleanField(_("confirmed with a picture"), default=False)
    days = models.PositiveSmallIntegerField(_("confirmed again after, days"), default=90)
    order = models.PositiveSmallIntegerField(_("order"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("point of safety")
        verbose_name_plural = _("points of safety")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.words


class Attestation(models.Model):
    """Confirmation that a point of the checklist was checked on a day, and until when it counts."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="attestations")
    item = models.ForeignKey(SafetyItem, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(_("confirmed on"))
    expires_on = models.DateField(_("to be confirmed again by"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("what was seen"), max_length=NAME_LENGTH)
    # Served only by a view that checks access; one picture may belong to several points.
    picture = models.FileField(_("picture"), upload_to=channel_path, blank=True)
    # The code and the page that the picture shows, for the point of control.
    code = models.CharField(_("code shown on the page"), max_length=20, blank=True)
    address_key = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    # The version that the page blocks, if the point is about block words.
    word_list = models.ForeignKey(
        WordList, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("confirmation of safety")
        verbose_name_plural = _("confirmations of safety")
        ordering = ["-confirmed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "item", "confirmed_on"], name="attestation_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("confirmed_on")), name="attestation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def counts_on(self, day: dt.date) -> bool:
        """Return whether the confirmation is valid on `day`."""
        return self.confirmed_on <= day <= self.expires_on

    def proves_control(self, newest_admin: dt.date | None) -> bool:
        """Return whether the picture shows the present address, and was taken since the newest
        admin came."""
        is_later = newest_admin is None or self.confirmed_on >= newest_admin
        return is_later and self.address_key == self.channel.address_key
