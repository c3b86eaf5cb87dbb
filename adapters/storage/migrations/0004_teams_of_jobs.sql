-- The team a job was asked for in, as a column: people look at their jobs by team, or at those of all their teams.
ALTER TABLE jobs ADD COLUMN team TEXT NOT NULL DEFAULT '';

-- A key is platform:team:user, and users of these two platforms have ids of known letters: what is left of a key without
-- them at its end is platform:team:.
UPDATE jobs SET team = 'local' WHERE requester_key LIKE 'web:local:%';
UPDATE jobs SET team = replace(replace(rtrim(requester_key, '0123456789'), 'discord:', ''), ':', '')
WHERE requester_key LIKE 'discord:%';

-- Discord knows a person by one id in all its guilds, and so do we from here on.
UPDATE jobs SET
  requester_key = 'discord:*:' || replace(requester_key, rtrim(requester_key, '0123456789'), ''),
  requester = replace(requester, '{"platform":"discord",', '{"platform":"discord","spans_teams":true,')
WHERE requester_key LIKE 'discord:%';
