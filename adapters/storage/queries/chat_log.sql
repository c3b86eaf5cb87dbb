-- name: chat_conversations
SELECT id, title FROM chat_conversations ORDER BY created_at, id;

-- name: add_chat_conversation!
INSERT INTO chat_conversations (id, title, created_at) VALUES (:id, :title, :at) ON CONFLICT (id) DO NOTHING;

-- name: next_chat_revision$
UPDATE chat_revision SET rev = rev + 1 WHERE id = 1 RETURNING rev;

-- name: latest_chat_revision$
SELECT rev FROM chat_revision WHERE id = 1;

-- name: add_chat_message!
INSERT INTO chat_messages (seq, conversation, key, author, kind, body, created_at, rev)
VALUES (:rev, :conversation, :key, :author, :kind, :body, :at, :rev);

-- name: change_chat_message!
UPDATE chat_messages SET author = :author, kind = :kind, body = :body, rev = :rev WHERE key = :key;

-- name: get_chat_message^
SELECT seq, conversation, author, kind, key, body, created_at, rev FROM chat_messages WHERE key = :key;

-- name: chat_messages_before
SELECT seq, conversation, author, kind, key, body, created_at, rev FROM chat_messages
WHERE conversation = :conversation AND seq < :before_seq ORDER BY seq DESC LIMIT :count;

-- name: chat_messages_since
SELECT seq, conversation, author, kind, key, body, created_at, rev FROM chat_messages
WHERE rev > :rev ORDER BY rev LIMIT :count;
