-- Where no new requests are taken. An empty channel stands for the whole team, which is paused.
CREATE TABLE closed_places (
  platform TEXT NOT NULL,
  team TEXT NOT NULL,
  channel TEXT NOT NULL,
  place TEXT NOT NULL,
  closed_by TEXT NOT NULL,
  closed_at BIGINT NOT NULL,
  PRIMARY KEY (platform, team, channel)
);

-- For the admins' list of what was made last.
CREATE INDEX jobs_finished_in_team ON jobs (team, finished_at, id) WHERE finished_at IS NOT NULL;
