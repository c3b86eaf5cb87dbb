-- How often a video was sent: one that Slack takes again and again and never shows goes elsewhere in the end.
ALTER TABLE slack_posts ADD COLUMN uploads BIGINT NOT NULL DEFAULT 1;
