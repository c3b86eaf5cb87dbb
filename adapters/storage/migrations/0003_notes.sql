-- What an adapter has to remember across restarts, such as what it last registered where.
CREATE TABLE notes (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
