"""The store: engine, models, queries, unit of work. The only room that imports SQLAlchemy."""
