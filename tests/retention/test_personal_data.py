"""Every personal field is listed with how long it is kept, and the proof finds what is left."""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.conf import settings as current
from django.core.exceptions import FieldDoesNotExist
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from network.following.models import Subscriber
from network.questions import services
from network.questions.models import Question
from network.retention.personal_data import document, personal_data
from network.retention.rules import pruned
from tests.factories.moderation import make_office
from tests.factories.questions import make_question
from tests.following.people import make_subscriber

DOCUMENT = current.BASE_DIR / "docs" / "personal-data.md"
TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.GenericIPAddressField,
    models.BinaryField,
)
LOOKS_PERSONAL = re.compile(
    r"email|phone|mobile|contact|zalo|first_name|last_name|full_name|username|user_agent|actor_name"
    r"|responsible|signer|signatory|in_charge|avatar|author|translator|reviewer|session_data"
    r"|password|(^|_)address$|(^|_)lead$|birth|identity_number|made_for|answered_by|(^|_)ip($|_)"
)
# Forms that citizens send are known by these columns: all that stands in them is theirs.
OF_PUBLIC_FORMS = {"code_digest", "consent_version", "text_digest"}
NOT_PERSONAL = {
    "aggregator.Source.contact_email": "the portal's own mailbox, for complaints about our reading",
    "questions.ProblemReport.path": "the address of a page of ours",
    "questions.ProblemReport.note": "what an officer did about the page",
    "rights_requests.RightsRequest.path": "the address of a page of ours",
    "wagtailembeds.Embed.author_name": "nothing is embedded here",
    "wagtailcore.CollectionViewRestriction.password": "nobody sets one here",
    "wagtailcore.PageViewRestriction.password": "nobody sets one here",
}


def personal_fields(model: type[models.Model]) -> set[str]:
    """Return the names of the fields of a model that look personal."""
    fields = [each for each in model._meta.local_fields if isinstance(each, TEXTS)]
    public = bool(OF_PUBLIC_FORMS & {each.name for each in model._meta.local_fields})
    always = (models.EmailField, models.GenericIPAddressField)
    return {
        each.name
        for each in fields
        if not each.choices
        and each.name not in OF_PUBLIC_FORMS
        and (public or isinstance(each, always) or LOOKS_PERSONAL.search(each.name))
    }


def missing(listed: dict[str, tuple[str, ...]]) -> set[str]:
    found = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for name in personal_fields(model)
    }
    return found - {f"{label}.{name}" for label, names in listed.items() for name in names}


def test_the_proof_expects_of_pruned_rows_what_their_rule_does():
    days = {rule.model: rule.days for rule in pruned()}
    stated = {each.label: each.days for each in personal_data() if each.moment}
    common = days.keys() & stated.keys()
    assert common
    assert {label: stated[label] for label in common} == {label: days[label] for label in common}


def test_every_field_that_looks_personal_is_listed():
    listed = {each.label: each.fields for each in personal_data()}
    assert missing(listed) == set(NOT_PERSONAL)
    # What is taken off the list is missed.
    listed["questions.Question"] = ("text", "place")
    del listed["following.Subscriber"]
    assert missing(listed) - set(NOT_PERSONAL) == {
        "questions.Question.contact",
        "questions.Question.refusal_note",
        "following.Subscriber.email",
    }


def test_the_list_names_fields_that_there_are_and_the_document_says_the_same():
    for each in personal_data():
        for name in (*each.fields, *filter(None, [each.moment])):
            try:
                each.model._meta.get_field(name)
            except FieldDoesNotExist:
                pytest.fail(f"{each.label} has no {name}")
        assert each.kept
    assert document() in DOCUMENT.read_text()


@pytest.mark.django_db
def test_what_is_kept_too_long_is_found_and_what_is_erased_is_not(capsys):
    now = timezone.now()
    question = make_question(make_office().agency, contact="dan@example.vn")
    closed = now - dt.timedelta(days=current.QUESTION_KEEP_DAYS + 2)
    Question.objects.filter(pk=question.pk).update(
        state="refused", refusal="other", refusal_note="Không rõ", closed_at=closed
    )
    with pytest.raises(CommandError, match=r"questions\.Question: 1 rows overdue"):
        call_command("prove_erasure")
    services.erase_old(now=now)
    call_command("prove_erasure")
    assert "nothing is kept longer than stated" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_person_is_found_wherever_they_stand(capsys):
    make_subscriber("dan@example.vn")
    with pytest.raises(CommandError, match=r"following\.Subscriber\.email: in 1 rows"):
        call_command("prove_erasure", find="DAN@example.vn")
    with pytest.raises(CommandError, match="four characters"):
        call_command("prove_erasure", find="dan")
    Subscriber.objects.all().delete()
    call_command("prove_erasure", find="dan@example.vn")
    assert "stands nowhere" in capsys.readouterr().out
