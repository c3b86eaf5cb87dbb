-- Who has let us in on Slack. The id is a workspace's, or an organisation's that let us into all its workspaces at once.
CREATE TABLE slack_installations (
  id TEXT NOT NULL PRIMARY KEY,
  sealed TEXT NOT NULL, -- its token and what we are called there, readable with the bot's secret key alone
  installed_at BIGINT NOT NULL
);

-- Which organisation a workspace belongs to: what we post later names the workspace alone.
CREATE TABLE slack_organisations (
  team TEXT NOT NULL PRIMARY KEY,
  enterprise TEXT NOT NULL
);
