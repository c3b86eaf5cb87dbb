-- The workspaces that have let the app in. The token and what goes with it is sealed with the bot's own key.
CREATE TABLE slack_installations (
  team TEXT NOT NULL, -- empty where a whole organisation has let it in
  enterprise TEXT NOT NULL, -- empty where there is none
  sealed TEXT NOT NULL,
  installed_at BIGINT NOT NULL,
  PRIMARY KEY (team, enterprise)
);
