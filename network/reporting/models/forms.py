"""Report forms as data: indicators and outline, with validity dates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyKind

NAME_LENGTH, SENTENCE_LENGTH = 255, 1000


class IndicatorSet(models.Model):
    """One version of a report form: kinds of agencies, legal basis and validity dates."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    basis = models.CharField(_("legal basis"), max_length=NAME_LENGTH, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("form of reports")
        verbose_name_plural = _("forms of reports")
        ordering = ["-valid_from", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="indicator_set_ends_later",
            )
        ]

    def __str__(self) -> str:
        # Versions of a form have the same name, so add the key.
        return f"{self.name} ({self.key})"

    @property
    def is_used(self) -> bool:
        """Return whether a period uses the form, so that it must not change."""
        return self.pk is not None and self.periods.exists()


class IndicatorKind(models.TextChoices):
    """Kinds of figures. Participants are counted as attendances (a sum)."""

    COUNT = "count", _("Number of things")
    SUM = "sum", _("Sum")
    MONEY = "money", _("Money")
    RATE = "rate", _("Rate")


# Money is counted in đồng and shown in the line's unit.
_DONG = {"nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}


class Indicator(models.Model):
    """A line of the form. Unchangeable once a period uses the form; a change needs a new form."""

    indicator_set = models.ForeignKey(
        IndicatorSet, on_delete=models.CASCADE, related_name="indicators"
    )
    code = models.CharField(_("code"), max_length=10)
    group = models.CharField(_("part"), max_length=NAME_LENGTH)
    label = models.CharField(_("indicator"), max_length=NAME_LENGTH)
    unit = models.CharField(_("unit"), max_length=40)
    kind = models.CharField(_("kind"), max_length=6, choices=IndicatorKind.choices)
    # Key of the counting source; "" or an unregistered key means entry by hand.
    source = models.CharField(_("source"), max_length=40, blank=True)
    # "Trong đó": at most as large as the line it is part of.
    part_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    # For a rate, which is computed and never entered or averaged.
    numerator = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    denominator = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["indicator_set", "order"]
        constraints = [
            models.UniqueConstraint(fields=["indicator_set", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=IndicatorKind.values), name="indicator_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="rate", numerator__isnull=False, denominator__isnull=False)
                | ~Q(kind="rate") & Q(numerator=None, denominator=None),
                name="indicator_rate_has_its_parts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def is_rate(self) -> bool:
        """Return whether the figure is a rate, computed from two others."""
        return self.kind == IndicatorKind.RATE

    @property
    def is_proposed(self) -> bool:
        """Return whether the counted figure is only a proposal: the diary does not record all
        costs."""
        return self.kind == IndicatorKind.MONEY

    @property
    def per_unit(self) -> int:
        """Return how many counted units make one unit of the indicator."""
        return _DONG.get(self.unit, 1) if self.kind == IndicatorKind.MONEY else 1

    @property
    def places(self) -> int:
        """Return the number of decimals."""
        return 1 if self.kind in {IndicatorKind.MONEY, IndicatorKind.RATE} else 0


class OutlinePart(models.Model):
    """A heading of the narrative, with a sentence template filled from the figures."""

    indicator_set = models.ForeignKey(
        IndicatorSet, on_delete=models.CASCADE, related_name="outline"
    )
    number = models.CharField(_("number"), max_length=10)
    heading = models.CharField(_("heading"), max_length=NAME_LENGTH)
    # Indicator codes in braces, e.g. "Đã đăng {2.9} tin, bài."; without a known figure the sentence
    # is not proposed.
    sentence = models.CharField(_("proposed sentence"), max_length=SENTENCE_LENGTH, blank=True)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("part of the outline")
        verbose_name_plural = _("parts of the outline")
        ordering = ["indicator_set", "order"]
        constraints = [
            models.UniqueConstraint(fields=["indicator_set", "number"], name="outline_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"
