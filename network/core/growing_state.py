"""Fast model states for `migrate`: a changed model no longer renders all its relatives again.

Used by the `migrate` command. Django builds ("renders") a model class for each migrated model and
replaces those classes when an operation changes one. It then renders everything that is connected
to the changed model in either direction, which here is nearly every model, as nearly all lead to
User or Page. docs/adr/0063-growing-states.md lists the Django internals that this module uses.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import Model
from django.db.models.fields import Field

type ModelKey = tuple[str, str]
type Fields = dict[str, "Field[Any, Any]"]


class GrowingState(ProjectState):
    """Project state that renders only a changed model and the models that refer to it.

    The models that it refers to are kept: Django adds the reverse relation to them, as when an
    application starts. Only the state in which all classes were rendered may grow; its clones are
    plain project states.
    """

    def _find_reload_model(
        self, app_label: str, model_name: str, delay: bool = False
    ) -> set[ModelKey]:
        """Return the keys of the models to render again after the given model has changed.

        Returns all models if a relation was removed, because its reverse side would stay on the
        other model.
        """
        key = (app_label, model_name)
        try:
            model = self.apps.get_model(app_label, model_name)
        except LookupError:
            return {key}
        if _relations(_local_fields(model)) - _relations(self.models[key].fields):
            return {_key(other) for other in self.apps.get_models(include_auto_created=True)}
        return _referring(model)

    def rename_model(self, app_label: str, old_name: str, new_name: str) -> None:
        """Rename a model. All models are rendered again when they are needed next."""
        self.__dict__.pop("apps", None)
        super().rename_model(app_label, old_name, new_name)


class GrowingExecutor(MigrationExecutor):
    """Migration executor that runs forward migrations on a growing state."""

    def migrate(
        self,
        targets: Sequence[tuple[str, str | None]] | None,
        plan: Sequence[tuple[Migration, bool]] | None = None,
        state: ProjectState | None = None,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        """Migrate to the targets. Backward migrations keep Django's own states."""
        if plan and state is not None:
            state = GrowingState(state.models, state.real_apps)
        return super().migrate(targets, plan, state, fake=fake, fake_initial=fake_initial)


def _key(model: type[Model]) -> ModelKey:
    return model._meta.app_label, model._meta.model_name or ""


def _referring(model: type[Model]) -> set[ModelKey]:
    """Return the keys of the model, its subclasses, and all that refer to one of these models."""
    found: set[ModelKey] = set()
    queue = [model]
    while queue:
        current = queue.pop()
        if _key(current) in found:
            continue
        found.add(_key(current))
        queue += current.__subclasses__()
        queue += [
            cast(type[Model], field.related_model)
            for field in current._meta.get_fields(include_parents=False, include_hidden=True)
            if field.auto_created and not field.concrete
        ]
    return found


def _local_fields(model: type[Model]) -> Fields:
    fields = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return {field.name: field for field in fields}


def _relations(fields: Fields) -> set[tuple[Any, ...]]:
    """Return what the relational fields add to other models: name, target and reverse names."""
    relations = set()
    for name, field in fields.items():
        if field.is_relation:
            options = field.deconstruct()[3]
            given = ("to", "through", "related_name", "related_query_name")
            relations.add((name, *(options.get(option) for option in given)))
    return relations
