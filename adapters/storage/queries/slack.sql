-- name: find_slack_installation^
-- What the workspace itself has allowed comes before what its organisation has.
SELECT id, sealed FROM slack_installations
WHERE id IN (:team, COALESCE(:enterprise, (SELECT enterprise FROM slack_organisations WHERE team = :team)))
ORDER BY id <> :team LIMIT 1;

-- name: save_slack_installation!
INSERT INTO slack_installations (id, sealed, installed_at) VALUES (:id, :sealed, :at)
ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, installed_at = excluded.installed_at;

-- name: remove_slack_installation!
DELETE FROM slack_installations
WHERE id = :id AND sealed = :sealed AND installed_at <= COALESCE(:before, installed_at);

-- name: note_slack_organisation!
INSERT INTO slack_organisations (team, enterprise) VALUES (:team, :enterprise)
ON CONFLICT (team) DO UPDATE SET enterprise = excluded.enterprise;
