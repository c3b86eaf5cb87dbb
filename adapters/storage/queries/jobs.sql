-- name: get_job^
SELECT * FROM jobs WHERE id = :id;

-- name: add_job!
INSERT INTO jobs (
  id, version, status, provider, requester_key, requester, conversation, request, model, seconds, created_at,
  deadline_at, due_at, wake_at, submitted_at, started_at, rendered_at, finished_at, task_id, output, progress, reason,
  detail, attempts, deliveries, slot_until, lease_owner, lease_until, message_ref, price_microusd, expected_ms,
  cancel_stops_bill, closing, history, team,
  deleted_at
) VALUES (
  :id, :version, :status, :provider, :requester_key, :requester, :conversation, :request, :model, :seconds, :created_at,
  :deadline_at, :due_at, :wake_at, :submitted_at, :started_at, :rendered_at, :finished_at, :task_id, :output,
  :progress, :reason, :detail, :attempts, :deliveries, :slot_until, :lease_owner, :lease_until, :message_ref,
  :price_microusd, :expected_ms, :cancel_stops_bill, :closing, :history, :team, :deleted_at
) ON CONFLICT (id) DO NOTHING;

-- name: save_job!
UPDATE jobs SET
  version = version + 1, status = :status, provider = :provider, deadline_at = :deadline_at, due_at = :due_at,
  wake_at = :wake_at, submitted_at = :submitted_at, started_at = :started_at, rendered_at = :rendered_at,
  finished_at = :finished_at, task_id = :task_id, output = :output, progress = :progress, reason = :reason,
  detail = :detail, attempts = :attempts, deliveries = :deliveries, slot_until = :slot_until,
  lease_owner = :lease_owner, lease_until = :lease_until, message_ref = :message_ref,
  price_microusd = :price_microusd, expected_ms = :expected_ms, cancel_stops_bill = :cancel_stops_bill,
  closing = :closing, deleted_at = :deleted_at, history = history || CAST(:history AS TEXT)
WHERE id = :id AND version = :version;

-- name: claimable_jobs
-- Each waiting job's turn is the number of places its requester would hold with it; the lowest goes first.
-- Whoever is not among the first few in line with their first job is not among them with a later one, so only the
-- jobs of those few are numbered.
WITH running AS (
  SELECT requester_key, COUNT(*) AS places FROM jobs
  WHERE provider = :provider AND slot_until > :now GROUP BY requester_key
), lines AS (
  SELECT requester_key, MIN(created_at) AS first_at FROM jobs
  WHERE status = 'accepted' AND provider = :provider AND due_at <= :now GROUP BY requester_key
), next AS (
  SELECT lines.requester_key, COALESCE(running.places, 0) AS places
  FROM lines LEFT JOIN running ON running.requester_key = lines.requester_key
  ORDER BY COALESCE(running.places, 0), lines.first_at, lines.requester_key LIMIT :count
), numbered AS (
  SELECT jobs.id, jobs.created_at, jobs.requester_key, next.places,
    ROW_NUMBER() OVER (PARTITION BY jobs.requester_key ORDER BY jobs.created_at, jobs.id) AS place
  FROM next CROSS JOIN jobs
  WHERE jobs.status = 'accepted' AND jobs.provider = :provider AND jobs.due_at <= :now
    AND jobs.requester_key = next.requester_key
), chosen AS (
  SELECT id, created_at, requester_key, places + place AS turn FROM numbered WHERE place <= :count
  ORDER BY turn, created_at, requester_key, id LIMIT :count
)
SELECT jobs.* FROM chosen JOIN jobs ON jobs.id = chosen.id
ORDER BY chosen.turn, chosen.created_at, chosen.requester_key, chosen.id;

-- name: slots_taken$
SELECT COUNT(*) FROM jobs WHERE provider = :provider AND slot_until > :now;

-- name: due_jobs
SELECT * FROM jobs WHERE wake_at <= :now ORDER BY wake_at LIMIT :count;

-- name: void_leases!
UPDATE jobs SET
  lease_owner = NULL, lease_until = NULL, version = version + 1,
  due_at = CASE WHEN due_at < :at THEN due_at ELSE :at END,
  wake_at = CASE WHEN due_at < :at THEN due_at ELSE :at END
WHERE wake_at IS NOT NULL AND lease_until IS NOT NULL;
