"""The person who signs in, their sessions, and the log of both."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.models import UserManager as BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection, models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from network.core.plain_names import unaccented
from network.core.sorting import person_order

if TYPE_CHECKING:
    from .sessions import SessionStore

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
    """A person; memberships say what they may do and where."""

    email = models.EmailField(_("email"))
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group, through="UserGroup", related_name="user_set", related_query_name="user"
    )

    # When the person dismissed the first-day guide; None while it is still offered.
    guide_put_away_at = models.DateTimeField(_("guide put away"), null=True, editable=False)

    # By the database: lists of everybody are sorted and searched, with an index for both.
    sort_name = models.GeneratedField(
        expression=person_order(), output_field=models.TextField(), db_persist=True
    )
    plain_name = models.GeneratedField(
        expression=unaccented(
            Concat("last_name", Value(" "), "first_name", Value(" "), "username")
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        indexes = [
            models.Index(fields=["sort_name", "id"], name="accounts_user_sort_name"),
            GinIndex(OpClass("plain_name", "gin_trgm_ops"), name="accounts_user_plain_name"),
        ]
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

    @property
    def shown_name(self) -> str:
        """Return the name that colleagues read: the user name where no other was given."""
        return self.get_full_name() or self.username

    @property
    def logged_name(self) -> str:
        """Return how logs name the person: it stays when the account is gone."""
        return f"{self.get_full_name()} ({self.username})".strip()


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


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that all sessions of a person can be ended."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from .sessions import SessionStore

        return SessionStore


class SignInOutcome(models.TextChoices):
    """How a try to sign in ended."""

    SIGNED_IN = "signed_in", _("Signed in")
    ENROLLED = "enrolled", _("Second factor set up")
    WRONG_PASSWORD = "wrong_password", _("Wrong name or password")
    WRONG_CODE = "wrong_code", _("Wrong code")
    LOCKED = "locked", _("Locked for a while")


class SignIn(models.Model):
    """One try to sign in. What was typed is never kept, and no name that is not an account."""

    user = models.ForeignKey(
        User, verbose_name=_("person"), null=True, on_delete=models.CASCADE, related_name="sign_ins"
    )
    address = models.GenericIPAddressField(_("network address"), null=True)
    user_agent = models.CharField(_("browser"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=SignInOutcome.choices)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["at"], name="sign_in_at"),
            models.Index(fields=["user", "-at"], name="sign_in_user_at"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.get_outcome_display()} · {self.at:%Y-%m-%d %H:%M}"
