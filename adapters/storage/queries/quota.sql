-- name: take_quota$
-- One statement that takes or does not: no row comes back where the amount does not fit.
INSERT INTO quota_counters (scope, unit, window_start, used)
SELECT CAST(:scope AS TEXT), CAST(:unit AS TEXT), CAST(:window_start AS TEXT), CAST(:amount AS BIGINT)
WHERE CAST(:amount AS BIGINT) <= CAST(:limit AS BIGINT)
ON CONFLICT (scope, unit, window_start) DO UPDATE SET used = quota_counters.used + excluded.used
WHERE quota_counters.used + excluded.used <= CAST(:limit AS BIGINT)
RETURNING used;

-- name: give_quota_back!
UPDATE quota_counters SET used = used - :amount
WHERE scope = :scope AND unit = :unit AND window_start = :window_start;

-- name: quota_used$
SELECT used FROM quota_counters WHERE scope = :scope AND unit = :unit AND window_start = :window_start;

-- name: write_reservation!
INSERT INTO quota_ledger (job_id, closes, scope, unit, window_start, entry, amount, at)
VALUES (:job_id, 0, :scope, :unit, :window_start, 'reserved', :amount, :at);

-- name: write_closing
INSERT INTO quota_ledger (job_id, closes, scope, unit, window_start, entry, amount, at)
SELECT job_id, 1, scope, unit, window_start, CAST(:entry AS TEXT), amount, CAST(:at AS BIGINT)
FROM quota_ledger WHERE job_id = :job_id AND closes = 0
ON CONFLICT DO NOTHING
RETURNING scope, unit, window_start, amount;

-- name: is_reserved$
SELECT 1 FROM quota_ledger WHERE job_id = :job_id AND closes = 0 LIMIT 1;
