"""PgQueuer: in memory beside SQLite, on PostgreSQL beside PostgreSQL."""
