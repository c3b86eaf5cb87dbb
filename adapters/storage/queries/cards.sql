-- name: card_ref$
SELECT card_ref FROM jobs WHERE id = :id;

-- name: card_shown!
UPDATE jobs SET card_ref = COALESCE(:ref, card_ref), card_version = :version WHERE id = :id;

-- name: unfinished_behind
SELECT * FROM jobs WHERE wake_at IS NOT NULL AND card_version < version ORDER BY created_at DESC LIMIT :count;

-- name: finished_behind
-- Lately: within a day of the newest, so that cards nobody can ever show (their channel is gone) are left alone.
SELECT * FROM jobs
WHERE finished_at IS NOT NULL AND card_version < version
  AND finished_at > (
    SELECT MAX(finished_at) - 86400000 FROM jobs WHERE finished_at IS NOT NULL AND card_version < version
  )
ORDER BY finished_at DESC LIMIT :count;
