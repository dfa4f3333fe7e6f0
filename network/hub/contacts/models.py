"""Telephone numbers that citizens may call, each with its keeper or source and the day checked."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.core.dates import refuse_future
from network.core.model_fields import WebURLField

DEMO_RANGE = "0269.0000."


class ContactKind(models.TextChoices):
    """What kind of place answers the telephone."""

    HOTLINE = "hotline", _("Hotline")
    LEGAL_AID = "legal_aid", _("Legal aid")
    ONE_STOP = "one_stop", _("One-stop office")
    REPORTERS = "reporters", _("Legal reporters")


class Contact(models.Model):
    """Whom to call. Without a number it says so, until its keeper confirms one.

    National short numbers name their source and no keeper. They come from data/contacts.csv;
    afterwards all rows are edited in the admin.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(
        _("phone number"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9][0-9 .]{1,18}[0-9]$", _("Write figures only."))],
        help_text=_("Empty until its keeper confirms it. No private numbers."),
    )
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    about = models.CharField(_("what to call for"), max_length=160, blank=True)
    # Codes instead of foreign keys, as in `Situation`.
    keeper_code = models.CharField(_("code of the agency that keeps it"), max_length=40, blank=True)
    place_code = models.CharField(
        _("code of the commune"),
        max_length=10,
        blank=True,
        help_text=_("Empty where the whole province may call."),
    )
    situations = ArrayField(
        models.SlugField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("addresses of the situations"),
        help_text=_("Separated by commas, for instance dat-dai, thue."),
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("The act that assigns a national number."),
    )
    source_url = WebURLField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number="")
                | Q(checked_on__isnull=False) & (~Q(keeper_code="") | ~Q(source="")),
                name="contact_number_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}" if self.number else self.name

    def clean(self) -> None:
        """Refuse a number that nobody has confirmed, and a check on a day to come."""
        refuse_future(timezone.localdate(), checked_on=self.checked_on)
        if self.number and not (self.checked_on and (self.keeper_code or self.source)):
            raise ValidationError(
                _("A number needs the day on which it was checked, and its keeper or its source.")
            )

    @property
    def is_demo_number(self) -> bool:
        """Return whether the number is in the range of the demo, which is assigned to nobody."""
        return self.number.startswith(DEMO_RANGE)

    @property
    def dialled(self) -> str:
        """Return the number as a link dials it."""
        return self.number.replace(" ", "").replace(".", "")
