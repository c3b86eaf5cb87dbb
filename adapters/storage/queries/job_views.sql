-- name: unfinished_jobs_of
SELECT * FROM jobs WHERE requester_key = :requester_key AND finished_at IS NULL
  AND (team = :team OR CAST(:all_teams AS BIGINT) = 1)
ORDER BY created_at, id;

-- name: recent_jobs_of
SELECT * FROM jobs WHERE requester_key = :requester_key AND finished_at IS NOT NULL
  AND (team = :team OR CAST(:all_teams AS BIGINT) = 1)
ORDER BY finished_at DESC, id DESC LIMIT :count OFFSET :skip;

-- name: team_usage
SELECT MAX(requester), COUNT(*), CAST(SUM(seconds) AS BIGINT), CAST(SUM(COALESCE(price_microusd, 0)) AS BIGINT)
FROM jobs
WHERE team = :team AND finished_at >= :since AND closing = 'settled'
  AND requester_key LIKE CAST(:platform AS TEXT) || ':%'
GROUP BY requester_key ORDER BY COUNT(*) DESC, requester_key LIMIT :count;

-- name: waiting_before$
SELECT COUNT(*) FROM jobs
WHERE status = 'accepted' AND provider = :provider
  AND (created_at < :created_at OR (created_at = :created_at AND id < :id));

-- name: job_history$
SELECT history FROM jobs WHERE id = :id;

-- name: last_durations
SELECT rendered_at - submitted_at FROM jobs
WHERE status = 'posted' AND provider = :provider AND model = :model AND seconds = :seconds
ORDER BY finished_at DESC LIMIT :count;

-- name: count_waiting$
SELECT COUNT(*) FROM jobs WHERE status = 'accepted';

-- name: count_unfinished$
SELECT COUNT(*) FROM jobs WHERE finished_at IS NULL;

-- name: unfinished_jobs_in_team
SELECT * FROM jobs WHERE wake_at IS NOT NULL AND team = :team AND requester_key LIKE CAST(:platform AS TEXT) || ':%'
ORDER BY created_at, id LIMIT :count;

-- name: recent_jobs_in_team
SELECT * FROM jobs
WHERE team = :team AND finished_at IS NOT NULL AND requester_key LIKE CAST(:platform AS TEXT) || ':%'
ORDER BY finished_at DESC, id DESC LIMIT :count;
