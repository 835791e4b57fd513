"""Central's database, SQLite or PostgreSQL; frozen facts come out of it and rows never do."""
