-- The control's tables, with the indexes that any directory of this kind needs: by id, by name, by external
-- id, by time of change, by place. And its one token, whose hash is in KV.
CREATE TABLE tokens (tenant TEXT NOT NULL, id TEXT NOT NULL, revoked_at TEXT, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  place INTEGER PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  user_name_key TEXT NOT NULL,
  external_id TEXT,
  document TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  last_modified TEXT NOT NULL
) STRICT;
CREATE INDEX users_place ON users (tenant);
CREATE UNIQUE INDEX users_id ON users (tenant, id);
CREATE UNIQUE INDEX users_user_name ON users (tenant, user_name_key);
CREATE INDEX users_external_id ON users (tenant, external_id);
CREATE INDEX users_last_modified ON users (tenant, last_modified);
CREATE TABLE groups (
  place INTEGER PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  display_name_key TEXT NOT NULL,
  document TEXT NOT NULL,
  version INTEGER NOT NULL,
  last_modified TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX groups_id ON groups (tenant, id);
CREATE INDEX groups_display_name ON groups (tenant, display_name_key);
CREATE TABLE members (
  tenant TEXT NOT NULL,
  group_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (tenant, group_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_member ON members (tenant, member_id);
CREATE TABLE events (
  place INTEGER PRIMARY KEY NOT NULL,
  tenant TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  data TEXT NOT NULL,
  occurred_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_sequence ON events (tenant, sequence);
INSERT INTO tokens (tenant, id) VALUES ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002');
