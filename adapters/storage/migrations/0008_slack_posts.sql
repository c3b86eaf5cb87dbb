-- Videos on their way into Slack: noted before Slack is told to show them, since that cannot be taken back or asked twice.
CREATE TABLE slack_posts (
  job_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  file_id TEXT NOT NULL, -- empty for a post that has a link in place of a file
  ref TEXT, -- the message, once it is known
  began_at BIGINT NOT NULL,
  PRIMARY KEY (job_id, channel)
);
CREATE INDEX slack_posts_by_age ON slack_posts (began_at);
