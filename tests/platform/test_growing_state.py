"""`migrate` renders few models again, and its model classes are those that Django would have."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as django_migrate
from django.db import models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState, StateApps

from network.core import growing_state
from network.core.growing_state import GrowingState
from network.core.management.commands import migrate as our_migrate
from tests.factories.owning import owning

# 2,000 are counted; Django alone renders 34,800.
MOST_RENDERS = 3000
# A hub of relations: nearly all models lead to it.
USER = "accounts.User"


@contextmanager
def counted_renders():
    """Count how often a model class is made within the block."""
    counted, original = [], ModelState.render

    def render(self, apps):
        counted.append(self.name)
        return original(self, apps)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ModelState, "render", render)
        yield counted


def states_of(loader, made_by=GrowingState):
    """Run all migrations on an empty state, without a database."""
    state = made_by(real_apps=loader.unmigrated_apps)
    assert state.apps
    done = set()
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key not in done:
                done.add(key)
                loader.graph.nodes[key].mutate_state(state, preserve=False)
                # As operations on a database ask for the classes after each change.
                assert state.apps
    return state


def relations(apps):
    """Return all relations of all models, and of which of them the class is an outdated one."""
    found, outdated = set(), set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if not field.is_relation or field.related_model is None:
                continue
            found.add((model._meta.label, str(field), field.related_model._meta.label))
            if apps.get_model(field.related_model._meta.label) is not field.related_model:
                outdated.add((model._meta.label, str(field)))
    return found, outdated


def small_state(made_by=GrowingState, **related):
    """Return the rendered state of an author and of an article that refers to the author."""
    state = made_by()
    assert state.apps
    number = [("id", models.AutoField(primary_key=True))]
    state.add_model(ModelState("texts", "Author", number))
    author = models.ForeignKey("texts.Author", models.CASCADE, **related)
    state.add_model(ModelState("texts", "Article", [*number, ("author", author)]))
    return state


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None)


def test_all_migrations_render_few_models_and_end_with_the_classes_of_django(loader):
    with counted_renders() as counted:
        state = states_of(loader)
    assert len(counted) < MOST_RENDERS
    assert relations(state.apps) == relations(StateApps(state.real_apps, state.models))
    assert not relations(state.apps)[1]


@pytest.mark.parametrize(("made_by", "most"), [(GrowingState, 1), (ProjectState, 1000)])
def test_a_new_model_renders_itself_and_with_django_alone_all_its_relatives(loader, made_by, most):
    state = made_by(loader.project_state().models, loader.unmigrated_apps)
    assert state.apps
    number, user = models.AutoField(primary_key=True), models.ForeignKey(USER, models.CASCADE)
    with counted_renders() as counted:
        state.add_model(ModelState("core", "Note", [("id", number), ("user", user)]))
    assert len(counted) <= most
    assert (len(counted) > 100) == (made_by is ProjectState)
    user_class = state.apps.get_model(USER)
    assert state.apps.get_model("core.Note")._meta.get_field("user").related_model is user_class
    assert user_class.note_set.rel.related_model is state.apps.get_model("core.Note")


def test_a_changed_model_is_the_one_that_others_refer_to():
    state = small_state()
    state.add_field("texts", "author", "name", models.TextField(), preserve_default=True)
    author, article = (state.apps.get_model("texts", name) for name in ("Author", "Article"))
    assert article._meta.get_field("author").related_model is author
    assert author.article_set.rel.related_model is article
    assert "name" in {field.name for field in author._meta.get_fields()}


def test_a_removed_relation_leaves_nothing_on_the_other_model():
    state = small_state(related_name="articles")
    assert hasattr(state.apps.get_model("texts.Author"), "articles")
    state.remove_field("texts", "article", "author")
    assert not hasattr(state.apps.get_model("texts.Author"), "articles")


def test_without_the_comparison_of_relations_it_would_stay(monkeypatch):
    monkeypatch.setattr(growing_state, "_relations", lambda fields: set())
    state = small_state(related_name="articles")
    state.remove_field("texts", "article", "author")
    assert hasattr(state.apps.get_model("texts.Author"), "articles")


def test_a_renamed_relation_has_its_new_name_alone():
    state = small_state(related_name="articles")
    renamed = models.ForeignKey("texts.Author", models.CASCADE, related_name="texts")
    state.alter_field("texts", "article", "author", renamed, preserve_default=True)
    author = state.apps.get_model("texts.Author")
    assert hasattr(author, "texts") and not hasattr(author, "articles")


def test_a_renamed_model_is_the_one_that_others_refer_to():
    state = small_state()
    state.rename_model("texts", "Author", "Writer")
    field = state.apps.get_model("texts.Article")._meta.get_field("author")
    assert field.related_model is state.apps.get_model("texts.Writer")
    assert relations(state.apps) == relations(StateApps(set(), state.models))


def test_a_clone_is_django_s_own_state_and_keeps_its_models():
    """An operation sees its models before and after; backward migrations start from clones."""
    state = small_state()
    before = state.clone()
    assert type(before) is ProjectState
    author = before.apps.get_model("texts.Author")
    state.add_field("texts", "author", "name", models.TextField(), preserve_default=True)
    assert before.apps.get_model("texts.Author") is author
    assert [field.name for field in author._meta.local_fields] == ["id"]


@pytest.mark.django_db
def test_the_command_migrates_on_a_growing_state(monkeypatch):
    """Django names its executor in the module of the command: nothing else tells it of ours."""
    states = []
    # Wagtail stops recording references before and starts again after, which this never reaches.
    monkeypatch.setattr(django_migrate, "emit_pre_migrate_signal", lambda *given, **options: None)
    monkeypatch.setattr(
        MigrationExecutor, "migrate", lambda *given, **options: states.append(given[3]) or 1 / 0
    )
    assert issubclass(our_migrate.Command, django_migrate.Command)
    with pytest.raises(ZeroDivisionError), owning():
        call_command(django_migrate.Command(), "mailing", "zero", verbosity=0, interactive=False)
    assert [type(state) for state in states] == [GrowingState]
