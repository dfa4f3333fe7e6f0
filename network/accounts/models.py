"""The person who signs in."""

from typing import Any

from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import connection, models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

# The database refuses a superuser unless this setting is on in the same transaction.
SUPERUSER_SETTING = "network.superuser_by_command"


class UserManager(BaseUserManager["User"]):
    """Creates accounts; a superuser only from the command line (`manage.py createsuperuser`)."""

    @transaction.atomic
    def create_superuser(self, *args: Any, **kwargs: Any) -> "User":
        """Create a superuser, lifting the database's refusal for this transaction alone."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, 'on', true)", [SUPERUSER_SETTING])
        return super().create_superuser(*args, **kwargs)


class User(AbstractUser):
    """A person; what they may do where is said by their memberships, not here."""

    email = models.EmailField(_("email"))
    groups = models.ManyToManyField(
        Group, through="UserGroup", related_name="user_set", related_query_name="user"
    )

    objects = UserManager()

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


class UserGroup(models.Model):
    """A person in a derived group: a database view over today's memberships, never written.

    `network.agencies` defines the view. Rights end with the membership at the very request, no
    job has to run, and no form can add anybody to a group: the view takes no rows.
    """

    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "accounts_user_groups"

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"
