-- name: hold_gate^
-- The empty update locks the row until the transaction ends.
INSERT INTO provider_gates (provider, tokens_milli, refilled_at) VALUES (:provider, :tokens_milli, :now)
ON CONFLICT (provider) DO UPDATE SET provider = excluded.provider
RETURNING tokens_milli, refilled_at, paused_until;

-- name: set_gate!
UPDATE provider_gates SET tokens_milli = :tokens_milli, refilled_at = :refilled_at, paused_until = :paused_until
WHERE provider = :provider;
