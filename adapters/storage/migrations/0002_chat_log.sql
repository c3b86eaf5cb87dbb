-- The conversations of the local chat page.
CREATE TABLE chat_conversations (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- One row: the number of the latest change to any message.
CREATE TABLE chat_revision (
  id SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
  rev BIGINT NOT NULL
);
INSERT INTO chat_revision (id, rev) VALUES (1, 0);

CREATE TABLE chat_messages (
  seq BIGINT NOT NULL PRIMARY KEY, -- the revision that added it
  conversation TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL UNIQUE
);
CREATE INDEX chat_messages_in_order ON chat_messages (conversation, seq);
