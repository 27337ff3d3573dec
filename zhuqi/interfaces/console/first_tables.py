"""The first migrate of an empty database: every table at once, as the last migration leaves it.

Migration by migration it costs twenty seconds of the processor, nearly all of it Django drawing
the models anew after every step on the way.
"""

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

# In the `hints` of a RunPython that lays what no model tells of: an empty database needs it too.
LAYS_SCHEMA = "lays_schema"


def lay_first_tables(connection: BaseDatabaseWrapper) -> bool:
    """Give a database without any table all of them, with every migration recorded as done.

    False, and nothing is changed, where there is a table: that database migrates step by step.
    All of it is one transaction. What Django fills after migrating (content types, permissions)
    is left to its own `migrate`, which then finds no other work.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    # Drawn once, from what the migrations say: a model changed without one is not ahead of them.
    models = executor.loader.project_state().apps
    with connection.schema_editor() as editor:
        editor.create_model(executor.recorder.Migration)
        for model in models.get_models():
            if _has_table_in(connection, model):
                editor.create_model(model)
        for migration, _backwards in plan:
            for operation in migration.operations:
                if isinstance(operation, RunPython) and LAYS_SCHEMA in operation.hints:
                    operation.code(models, editor)
            executor.record_migration(migration)  # type: ignore[call-arg, arg-type]  # older stubs
    return True


def _has_table_in(connection: BaseDatabaseWrapper, model: type[Model]) -> bool:
    """As each CreateModel asks; tables between many and many come with their owners."""
    managed = model._meta.can_migrate(connection)  # noqa: SLF001 (Django's public name)
    return managed and router.allow_migrate_model(connection.alias, model)
