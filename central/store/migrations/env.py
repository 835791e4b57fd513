"""Runs central's migrations on the connection that the store hands over; it opens nothing itself."""

from alembic import context

from central.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
