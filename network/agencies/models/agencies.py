"""The tenant: an agency, and its predecessors."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.core.reserved import reserved_names
from network.core.sorting import SortKey

from .querysets import AgencyQuerySet


class AgencyKind(models.TextChoices):
    """Kinds of agencies (domain brief 2.1). `network.agencies.kinds` says which get a section."""

    UBND_TINH = "ubnd_tinh", _("Provincial People's Committee")
    SO = "so", _("Department")
    VAN_PHONG = "van_phong", _("Office")
    THANH_TRA = "thanh_tra", _("Provincial Inspectorate")
    BAN = "ban", _("Board")
    NGANH_DOC = "nganh_doc", _("Central vertical agency")
    DOAN_THE = "doan_the", _("Mass organisation")
    HOI = "hoi", _("Association")
    HOI_DONG = "hoi_dong", _("Coordination council")
    UBND_HUYEN = "ubnd_huyen", _("District People's Committee")
    UBND_THI_XA = "ubnd_thi_xa", _("Town People's Committee")
    UBND_THANH_PHO = "ubnd_thanh_pho", _("City People's Committee")
    PHONG_TU_PHAP = "phong_tu_phap", _("District Justice Office")
    UBND_XA = "ubnd_xa", _("Commune People's Committee")
    UBND_PHUONG = "ubnd_phuong", _("Ward People's Committee")
    DON_VI_SU_NGHIEP = "don_vi_su_nghiep", _("Public service unit")
    BAO_CHI = "bao_chi", _("Press agency")


class AgencyStatus(models.TextChoices):
    """Lifecycle states of an agency (domain brief 2.3, point 2)."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    MERGED = "merged", _("Merged")
    DISSOLVED = "dissolved", _("Dissolved")
    RENAMED = "renamed", _("Renamed")


ENDED = (AgencyStatus.MERGED, AgencyStatus.DISSOLVED, AgencyStatus.RENAMED)


class Agency(models.Model):
    """One public body. Identified by its row, not its name: three bodies were named "Sở Tư pháp
    tỉnh Gia Lai"."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=120)
    aliases = ArrayField(
        models.CharField(max_length=255), default=list, blank=True, verbose_name=_("other names")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("superior agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    slug = models.SlugField(
        _("path"),
        max_length=120,
        unique=True,
        validators=[validate_slug],
        help_text=_("Last part of the section's address. It never changes by itself."),
    )
    host_label = models.CharField(_("host label"), max_length=63, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=AgencyStatus.choices, default=AgencyStatus.ACTIVE
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    # Who answers for the pages of an agency that has ended without a successor.
    archive_keeper = models.ForeignKey(
        "self",
        verbose_name=_("keeper of the archive"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kept_archives",
    )
    # The footer of every section must show these fields (NĐ 174/2026; domain brief 3.3).
    owner = models.CharField(_("governing body"), max_length=255, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    responsible_person = models.CharField(
        _("person responsible for content"), max_length=120, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name=_("collection"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="agency",
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="agency_valid_to_after_from",
                violation_error_message=_("The end date lies before the start date."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="agency_not_its_own_parent",
                violation_error_message=_("An agency cannot be its own superior."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "name"], name="agency_kind_name"),
            # Index-only scan for the hub's counts by kind, because the rows are wide.
            models.Index(fields=["id"], include=["kind", "valid_to"], name="agency_kind_and_end"),
            # A page of the hub's directory in its order.
            models.Index("kind", SortKey("name"), "id", name="agency_kind_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def gone_since(self, day: dt.date) -> dt.date | None:
        """Return the first day after the agency ended, or None if it still exists on `day`."""
        if self.valid_to is None or self.valid_to >= day:
            return None
        return self.valid_to + dt.timedelta(days=1)

    def clean(self) -> None:
        """Refuse a reserved slug, an agency as its own parent, and an ended status without last
        day."""
        super().clean()
        if self.status in ENDED and self.valid_to is None:
            raise ValidationError({"valid_to": _("Enter the last day of the agency.")})
        if self.pk is not None and self.parent_id == self.pk:
            raise ValidationError({"parent": _("An agency cannot stand above itself.")})
        # A section with a reserved path would be unreachable.
        if self.slug in reserved_names():
            taken = _(
                "This path belongs to the portal itself. Choose another one, "
                "for example the agency's name."
            )
            raise ValidationError({"slug": taken})


class SuccessionKind(models.TextChoices):
    """Kinds of succession (domain brief 2.3, point 2)."""

    CONSOLIDATION = "hop_nhat", _("Consolidation")
    MERGER = "sap_nhap", _("Merger")
    SPLIT = "chia_tach", _("Split")
    RENAMING = "doi_ten", _("Renaming")
    TRANSFER = "chuyen_chuc_nang", _("Transfer of function")
    DISSOLUTION = "giai_the", _("Dissolution")


class Succession(models.Model):
    """A link from a successor to one predecessor, wholly or partly. The predecessor may be known by
    name only."""

    successor = models.ForeignKey(
        Agency,
        verbose_name=_("successor"),
        on_delete=models.CASCADE,
        related_name="predecessor_links",
    )
    predecessor = models.ForeignKey(
        Agency,
        verbose_name=_("predecessor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successor_links",
    )
    predecessor_name = models.CharField(_("name of the predecessor"), max_length=255)
    predecessor_area = models.CharField(_("former district"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SuccessionKind.choices)
    date = models.DateField(_("date"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    partial = models.BooleanField(_("in part"), default=False)
    # A person has confirmed that the predecessor was never an agency of the network, for example a
    # commune of before 2025. It needs no link: the search for places knows its name.
    outside_network = models.BooleanField(_("never in the network"), default=False)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.CheckConstraint(
                condition=Q(predecessor=None) | Q(outside_network=False),
                name="succession_linked_or_outside",
            ),
            models.UniqueConstraint(
                fields=["successor", "predecessor_name", "predecessor_area"],
                name="succession_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_name} → {self.successor}"
