-- name: place_closed_for^
SELECT channel, place, closed_by, closed_at FROM closed_places
WHERE platform = :platform AND team = :team AND (channel = '' OR channel = :channel)
ORDER BY channel LIMIT 1;

-- name: closed_places_of
SELECT channel, place, closed_by, closed_at FROM closed_places
WHERE platform = :platform AND team = :team ORDER BY channel <> '', closed_at, channel;

-- name: close_place!
INSERT INTO closed_places (platform, team, channel, place, closed_by, closed_at)
VALUES (:platform, :team, :channel, :place, :by, :at) ON CONFLICT DO NOTHING;

-- name: open_place!
DELETE FROM closed_places WHERE platform = :platform AND team = :team AND channel = :channel;
