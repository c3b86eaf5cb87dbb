-- name: get_note$
SELECT value FROM notes WHERE key = :key;

-- name: set_note!
INSERT INTO notes (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
