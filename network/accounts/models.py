"""The person who signs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person; what they may do where is said by their memberships, not here."""

    email = models.EmailField(_("email"))

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("Another account already uses this email."),
            )
        ]

    def get_full_name(self) -> str:
        """Return family name before given name, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()
