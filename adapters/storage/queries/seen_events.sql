-- name: see_event!
INSERT INTO seen_events (source, event_id, seen_at) VALUES (:source, :event_id, :at) ON CONFLICT DO NOTHING;

-- name: event_is_seen$
SELECT 1 FROM seen_events WHERE source = :source AND event_id = :event_id;

-- name: unsee_event!
DELETE FROM seen_events WHERE source = :source AND event_id = :event_id;

-- name: forget_old_events!
-- Thirty days before the newest: no platform repeats an event that late.
DELETE FROM seen_events WHERE seen_at < (SELECT MAX(seen_at) FROM seen_events) - 2592000000;

-- name: forget_events_of!
DELETE FROM seen_events WHERE source = :source AND seen_at < :before;
