"""Runs the migrations on the connection that ``labcal.store.schema`` hands over."""

from __future__ import annotations

from alembic import context

from labcal.store.base import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
