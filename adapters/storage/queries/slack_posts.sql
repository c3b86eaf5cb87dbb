-- name: get_slack_post^
SELECT file_id, ref, began_at, uploads FROM slack_posts WHERE job_id = :job_id AND channel = :channel;

-- name: begin_slack_post!
INSERT INTO slack_posts (job_id, channel, file_id, began_at, uploads)
VALUES (:job_id, :channel, :file_id, :began_at, :uploads)
ON CONFLICT (job_id, channel) DO UPDATE SET
  file_id = excluded.file_id, ref = NULL, began_at = excluded.began_at, uploads = slack_posts.uploads + excluded.uploads;

-- name: end_slack_post!
UPDATE slack_posts SET ref = :ref WHERE job_id = :job_id AND channel = :channel;

-- name: forget_slack_posts!
DELETE FROM slack_posts WHERE began_at < :moment;

-- name: drop_slack_post!
DELETE FROM slack_posts WHERE job_id = :job_id AND channel = :channel;
