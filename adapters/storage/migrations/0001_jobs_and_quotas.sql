-- Portable between SQLite and PostgreSQL: moments and spans are BIGINT milliseconds (moments since 1970 UTC),
-- JSON is TEXT, truth values are SMALLINT, bytes are BYTEA (SQLite keeps them as they are under any type name).

-- The program reads whole rows: later migrations add columns at the end only.
CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  provider TEXT NOT NULL,
  requester_key TEXT NOT NULL,
  requester TEXT NOT NULL,
  conversation TEXT NOT NULL,
  request TEXT NOT NULL,
  model TEXT NOT NULL,
  seconds BIGINT NOT NULL, -- 0: the model decides
  created_at BIGINT NOT NULL,
  deadline_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  wake_at BIGINT, -- when the sweep should look: due or deadline, not before the lease is over; NULL once final
  submitted_at BIGINT,
  started_at BIGINT,
  rendered_at BIGINT,
  finished_at BIGINT,
  task_id TEXT,
  output TEXT,
  progress DOUBLE PRECISION,
  reason TEXT,
  detail TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  deliveries BIGINT NOT NULL,
  slot_until BIGINT,
  lease_owner TEXT,
  lease_until BIGINT,
  message_ref TEXT,
  price_microusd BIGINT,
  expected_ms BIGINT NOT NULL,
  cancel_stops_bill SMALLINT NOT NULL,
  closing TEXT,
  history TEXT NOT NULL, -- a line for each thing that happened: its moment, a space, its name
  card_ref TEXT,
  card_version BIGINT NOT NULL DEFAULT -1
);

-- Each index holds only the rows its question is about, so a million finished jobs cost a new one nothing.
CREATE INDEX jobs_waiting ON jobs (provider, requester_key, created_at, id, due_at) WHERE status = 'accepted';
CREATE INDEX jobs_with_slot ON jobs (provider, slot_until, requester_key) WHERE slot_until IS NOT NULL;
CREATE INDEX jobs_by_wake ON jobs (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (requester_key, created_at, id) WHERE finished_at IS NULL;
CREATE INDEX jobs_finished ON jobs (requester_key, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_posted ON jobs (provider, model, seconds, finished_at) WHERE status = 'posted';
CREATE INDEX jobs_card_behind ON jobs (finished_at) WHERE finished_at IS NOT NULL AND card_version < version;

CREATE TABLE quota_counters (
  scope TEXT NOT NULL,
  unit TEXT NOT NULL,
  window_start TEXT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (scope, unit, window_start)
);

-- The key allows each line of a job one reservation (closes = 0) and one end (closes = 1).
CREATE TABLE quota_ledger (
  job_id TEXT NOT NULL,
  closes SMALLINT NOT NULL,
  scope TEXT NOT NULL,
  unit TEXT NOT NULL,
  window_start TEXT NOT NULL,
  entry TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount >= 0),
  at BIGINT NOT NULL,
  PRIMARY KEY (job_id, closes, scope, unit, window_start),
  CHECK ((closes = 0 AND entry = 'reserved') OR (closes = 1 AND entry IN ('settled', 'released')))
);

CREATE TABLE seen_events (
  source TEXT NOT NULL,
  event_id TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (source, event_id)
);
CREATE INDEX seen_events_by_age ON seen_events (seen_at);

CREATE TABLE provider_gates (
  provider TEXT NOT NULL PRIMARY KEY,
  tokens_milli BIGINT NOT NULL,
  refilled_at BIGINT NOT NULL,
  paused_until BIGINT
);

CREATE TABLE images (
  id TEXT NOT NULL PRIMARY KEY,
  job_id TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  content BYTEA NOT NULL
);
CREATE INDEX images_by_age ON images (added_at);
