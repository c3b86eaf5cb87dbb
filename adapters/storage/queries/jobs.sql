-- name: get_job^
SELECT * FROM jobs WHERE id = :id;

-- name: add_job!
INSERT INTO jobs (
  id, version, status, provider, requester_key, requester, conversation, request, model, seconds, created_at,
  deadline_at, due_at, wake_at, submitted_at, started_at, rendered_at, finished_at, task_id, output, progress, reason,
  detail, attempts, deliveries, slot_until, lease_owner, lease_until, message_ref, price_microusd, expected_ms,
  cancel_stops_bill, closing, history
) VALUES (
  :id, :version, :status, :provider, :requester_key, :requester, :conversation, :request, :model, :seconds, :created_at,
  :deadline_at, :due_at, :wake_at, :submitted_at, :started_at, :rendered_at, :finished_at, :task_id, :output,
  :progress, :reason, :detail, :attempts, :deliveries, :slot_until, :lease_owner, :lease_until, :message_ref,
  :price_microusd, :expected_ms, :cancel_stops_bill, :closing, :history
) ON CONFLICT (id) DO NOTHING;

-- name: save_job!
UPDATE jobs SET
  version = version + 1, status = :status, provider = :provider, deadline_at = :deadline_at, due_at = :due_at,
  wake_at = :wake_at, submitted_at = :submitted_at, started_at = :started_at, rendered_at = :rendered_at,
  finished_at = :finished_at, task_id = :task_id, output = :output, progress = :progress, reason = :reason,
  detail = :detail, attempts = :attempts, deliveries = :deliveries, slot_until = :slot_until,
  lease_owner = :lease_owner, lease_until = :lease_until, message_ref = :message_ref,
  price_microusd = :price_microusd, expected_ms = :expected_ms, cancel_stops_bill = :cancel_stops_bill,
  closing = :closing, history = history || CAST(:history AS TEXT)
WHERE id = :id AND version = :version;

-- name: claimable_jobs
-- Each waiting job's turn is the number of places its requester would hold with it; the lowest goes first.
WITH running AS (
  SELECT requester_key, COUNT(*) AS places FROM jobs
  WHERE provider = :provider AND slot_until > :now GROUP BY requester_key
), waiting AS (
  SELECT id, requester_key, created_at,
    ROW_NUMBER() OVER (PARTITION BY requester_key ORDER BY created_at, id) AS place
  FROM jobs WHERE status = 'accepted' AND provider = :provider AND due_at <= :now
), chosen AS (
  SELECT waiting.id, waiting.created_at, waiting.place + COALESCE(running.places, 0) AS turn
  FROM waiting LEFT JOIN running ON running.requester_key = waiting.requester_key
  WHERE waiting.place <= :count
  ORDER BY turn, waiting.created_at, waiting.id LIMIT :count
)
SELECT jobs.* FROM chosen JOIN jobs ON jobs.id = chosen.id ORDER BY chosen.turn, chosen.created_at, chosen.id;

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
