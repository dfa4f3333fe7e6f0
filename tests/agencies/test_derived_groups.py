"""Rights follow the membership at the moment of the request; the database is the judge."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.agencies.scope import scope_of
from network.agencies.services import ensure_network_groups, grant_membership
from network.provisioning.services import open_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    agency = Agency.objects.create(
        code="STP", name="Sở Tư pháp", short_name="STP", kind="so", slug="so-tu-phap"
    )
    open_agency(agency=agency, now=timezone.now())
    user = User.objects.create_user("tacgia", email="tacgia@example.vn")
    grant_membership(user=user, agency=agency, role=Role.AUTHOR, valid_from=dt.date(2026, 1, 1))
    return user


def test_a_membership_gives_the_rights_of_its_group(author):
    assert author.has_perm("wagtailadmin.access_admin")
    assert [group.name for group in author.groups.all()] == ["STP:author"]
    assert len(scope_of(author).writable_pages) == 1


def test_the_day_after_its_end_the_rights_are_gone_and_no_job_ran(author):
    Membership.objects.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    fresh = User.objects.get(pk=author.pk)
    assert not fresh.has_perm("wagtailadmin.access_admin")
    assert scope_of(fresh).writable_pages == ()


def test_the_last_day_still_counts(author):
    Membership.objects.update(valid_to=timezone.localdate())
    assert User.objects.get(pk=author.pk).has_perm("wagtailadmin.access_admin")


def test_nobody_can_be_put_in_a_group(author):
    other = User.objects.create_user("khac", email="khac@example.vn")
    with pytest.raises(DatabaseError), transaction.atomic():
        other.groups.add(author.groups.get())
    assert not other.groups.exists()


def test_a_superuser_is_made_by_the_command_alone(author):
    author.is_superuser = True
    with pytest.raises(DatabaseError, match="createsuperuser"), transaction.atomic():
        author.save()
    assert not User.objects.get(pk=author.pk).is_superuser


def test_the_command_makes_a_superuser():
    assert User.objects.create_superuser("goc", email="goc@example.vn").is_superuser


def test_a_network_role_gets_the_rights_that_a_newer_version_brings(author):
    group = Group.objects.get(name="network:network_admin")
    right = group.permissions.get(codename="change_legaldocument")
    group.permissions.remove(right)
    ensure_network_groups(hub=Page.objects.get(depth=1))
    assert right in group.permissions.all()
