"""The forms of a circular as data: indicators and outline, with the days on which they hold."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyKind

NAME_LENGTH, SENTENCE_LENGTH = 255, 1000


class IndicatorSet(models.Model):
    """One version of the form: who fills it in, by which document, from when until when."""

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
        # Versions of a form have one name.
        return f"{self.name} ({self.key})"

    @property
    def is_used(self) -> bool:
        """Return whether a period uses it: then it stays as it is."""
        return self.pk is not None and self.periods.exists()


class IndicatorKind(models.TextChoices):
    """What a figure is; people who attend are counted as attendances, a sum."""

    COUNT = "count", _("Number of things")
    SUM = "sum", _("Sum")
    MONEY = "money", _("Money")
    RATE = "rate", _("Rate")


# Money is counted in đồng, and told in the unit of its line.
_DONG = {"nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}


class Indicator(models.Model):
    """A line of the form. Frozen once a period uses its form: another version is another form."""

    indicator_set = models.ForeignKey(
        IndicatorSet, on_delete=models.CASCADE, related_name="indicators"
    )
    code = models.CharField(_("code"), max_length=10)
    group = models.CharField(_("part"), max_length=NAME_LENGTH)
    label = models.CharField(_("indicator"), max_length=NAME_LENGTH)
    unit = models.CharField(_("unit"), max_length=40)
    kind = models.CharField(_("kind"), max_length=6, choices=IndicatorKind.choices)
    # Key of what counts it (sources); "", or what nobody counts yet: by hand.
    source = models.CharField(_("source"), max_length=40, blank=True)
    # "Trong đó": never more than the line that it is a part of.
    part_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    # Of a rate, which is never entered and never averaged.
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
        """Return whether it follows from two others."""
        return self.kind == IndicatorKind.RATE

    @property
    def is_proposed(self) -> bool:
        """Return whether what is counted is proposed only: a diary does not know all money."""
        return self.kind == IndicatorKind.MONEY

    @property
    def per_unit(self) -> int:
        """Return how many things that are counted make one of its unit."""
        return _DONG.get(self.unit, 1) if self.kind == IndicatorKind.MONEY else 1

    @property
    def places(self) -> int:
        """Return how many decimals it may have."""
        return 1 if self.kind in {IndicatorKind.MONEY, IndicatorKind.RATE} else 0


class OutlinePart(models.Model):
    """A heading of the narrative, and the sentence that the figures propose for it."""

    indicator_set = models.ForeignKey(
        IndicatorSet, on_delete=models.CASCADE, related_name="outline"
    )
    number = models.CharField(_("number"), max_length=10)
    heading = models.CharField(_("heading"), max_length=NAME_LENGTH)
    # With codes of indicators in braces: "Đã đăng {2.9} tin, bài."; a code not known, no sentence.
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
