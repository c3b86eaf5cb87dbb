-- name: get_slack_team$
SELECT sealed FROM slack_installations WHERE team = :team ORDER BY installed_at DESC LIMIT 1;

-- name: get_slack_organisation$
SELECT sealed FROM slack_installations WHERE team = '' AND enterprise = :enterprise;

-- name: put_slack_installation!
INSERT INTO slack_installations (team, enterprise, sealed, installed_at)
VALUES (:team, :enterprise, :sealed, :installed_at)
ON CONFLICT (team, enterprise) DO UPDATE SET sealed = excluded.sealed, installed_at = excluded.installed_at;

-- name: drop_slack_team!
DELETE FROM slack_installations WHERE team = :team;

-- name: drop_slack_organisation!
DELETE FROM slack_installations WHERE enterprise = :enterprise;
