// Every table of the database, declared once; `drizzle/` is generated from here (`npm run migration`).
// Shapes, owners and lifetimes in words: docs/storage.md. The tenant is the first column of every key of
// what a tenant owns. Times are ISO 8601 UTC text; JSON is text; booleans are 0 and 1. It is long, being a list.

import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

export const tenants = sqliteTable(
  'tenants',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** Folded, for searching. */
    nameKey: text('name_key').notNull(),
    /** What the administrator set, as a JSON object; defaults are not written out. */
    settings: text('settings').notNull(),
    settingsVersion: integer('settings_version').notNull(),
    /** Counters, moved in the same batch as what they count. */
    userCount: integer('user_count').notNull(),
    groupCount: integer('group_count').notNull(),
    /** Active accounts: the seats that are taken. */
    activeCount: integer('active_count').notNull(),
    /** The number of the newest event that is no longer kept; 0 while all are. */
    forgottenSequence: integer('forgotten_sequence').notNull(),
    /** Changes when the database is restored: sequences of another epoch mean nothing. */
    epoch: text('epoch').notNull(),
    createdAt: text('created_at').notNull(),
    deletedAt: text('deleted_at'),
    /** When the cron next looks for what has been kept long enough. */
    nextSweepAt: text('next_sweep_at').notNull(),
    /** Whose settings a throw-away tenant has; null for every other. */
    trialOf: text('trial_of'),
  },
  (t) => [
    uniqueIndex('tenants_slug').on(t.slug),
    uniqueIndex('tenants_trial').on(t.trialOf).where(sql`trial_of IS NOT NULL`),
    index('tenants_next_sweep').on(t.nextSweepAt).where(sql`deleted_at IS NULL`),
  ],
);

/** The latest trial of a tenant's settings, with what came of it. */
export const trials = sqliteTable('trials', {
  tenant: text('tenant').primaryKey(),
  run: text('run').notNull(),
  product: text('product').notNull(),
  /** How many steps were played. */
  step: integer('step').notNull(),
  /** While a step is being played, and for as long as it may take. */
  busyUntil: text('busy_until'),
  /** What the next step has to know, and what the page shows: JSON. */
  notes: text('notes').notNull(),
  startedAt: text('started_at').notNull(),
});

export const tokens = sqliteTable(
  'tokens',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    /** SHA-256 of the token, hexadecimal. */
    hash: text('hash').notNull(),
    name: text('name').notNull(),
    lastFour: text('last_four').notNull(),
    createdAt: text('created_at').notNull(),
    expiresAt: text('expires_at'),
    /** When to tell next that it is about to expire. */
    warnAt: text('warn_at'),
    revokedAt: text('revoked_at'),
    lastUsedAt: text('last_used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.id] }),
    uniqueIndex('tokens_hash').on(t.hash),
    index('tokens_warning').on(t.warnAt).where(sql`warn_at IS NOT NULL`),
  ],
);

export const users = sqliteTable(
  'users',
  {
    /** Creation order: the order of every list. */
    place: integer('place').primaryKey(),
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    /** The user name as it was sent, folded. */
    userNameKey: text('user_name_key').notNull(),
    /** What became of it, folded, where the tenant's policy replaced some of its signs. */
    finalNameKey: text('final_name_key'),
    externalId: text('external_id'),
    displayNameKey: text('display_name_key'),
    active: integer('active').notNull(),
    /** The resource as it is answered, without what is kept or computed elsewhere (id, meta, groups). */
    document: text('document').notNull(),
    /** The same, folded for comparison. */
    search: text('search').notNull(),
    version: integer('version').notNull(),
    createdAt: text('created_at').notNull(),
    lastModified: text('last_modified').notNull(),
  },
  (t) => [
    index('users_place').on(t.tenant),
    uniqueIndex('users_id').on(t.tenant, t.id),
    uniqueIndex('users_user_name').on(t.tenant, t.userNameKey),
    uniqueIndex('users_final_name').on(t.tenant, t.finalNameKey).where(sql`final_name_key IS NOT NULL`),
    index('users_external_id').on(t.tenant, t.externalId).where(sql`external_id IS NOT NULL`),
    index('users_display_name').on(t.tenant, t.displayNameKey).where(sql`display_name_key IS NOT NULL`),
    index('users_last_modified').on(t.tenant, t.lastModified),
    index('users_inactive').on(t.tenant).where(sql`active = 0`),
  ],
);

/** One row for each e-mail address of a user, folded, so that look-ups by address use an index. */
export const userEmails = sqliteTable(
  'user_emails',
  {
    tenant: text('tenant').notNull(),
    userId: text('user_id').notNull(),
    value: text('value').notNull(),
    /** Folded; '' when the client sent none. */
    type: text('type').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.userId, t.value, t.type] }),
    index('user_emails_value').on(t.tenant, t.value),
  ],
);

/** What the application gives a person: one row for each user that ever was. */
export const accounts = sqliteTable(
  'accounts',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    userName: text('user_name').notNull(),
    /** The user name as it was sent, folded: who comes back is recognised by it. */
    nameKey: text('name_key').notNull(),
    displayName: text('display_name'),
    email: text('email'),
    externalId: text('external_id'),
    status: text('status', { enum: ['active', 'inactive', 'preserved'] }).notNull(),
    profile: text('profile'),
    quotaGb: real('quota_gb'),
    storage: text('storage'),
    attributes: text('attributes').notNull(),
    /** What decided about the profile, by which request and token, and when: a JSON object. */
    decidedBy: text('decided_by'),
    /** Since when it is deactivated because its tenant froze all accounts; goes as soon as it is active again. */
    frozenAt: text('frozen_at'),
    /** When its user was deleted; null while he is there. */
    leftAt: text('left_at'),
    /** Of a leaver, folded: the user name as it is shown, and the e-mail address. */
    leftNameKey: text('left_name_key'),
    leftEmailKey: text('left_email_key'),
    createdAt: text('created_at').notNull(),
    /** `2026-11`: an index covers no expression. */
    createdMonth: text('created_month').notNull(),
    updatedAt: text('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.id] }),
    uniqueIndex('accounts_user').on(t.tenant, t.userId),
    index('accounts_preserved_external').on(t.tenant, t.externalId).where(sql`status = 'preserved'`),
    index('accounts_preserved_name').on(t.tenant, t.nameKey).where(sql`status = 'preserved'`),
    index('accounts_frozen').on(t.tenant).where(sql`frozen_at IS NOT NULL`),
    index('accounts_left').on(t.tenant, t.leftAt).where(sql`left_at IS NOT NULL`),
    index('accounts_left_name').on(t.tenant, t.leftNameKey).where(sql`left_at IS NOT NULL`),
    index('accounts_left_email').on(t.tenant, t.leftEmailKey).where(sql`left_at IS NOT NULL`),
    /** Sorted as the report adds them up, so that it reads nothing but this. */
    index('accounts_report').on(t.tenant, t.status, t.profile, t.createdMonth, t.quotaGb),
    check('status', sql`status IN ('active', 'inactive', 'preserved')`),
  ],
);

export const groups = sqliteTable(
  'groups',
  {
    place: integer('place').primaryKey(),
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    displayNameKey: text('display_name_key').notNull(),
    externalId: text('external_id'),
    /** Without members: these are rows. */
    document: text('document').notNull(),
    search: text('search').notNull(),
    /** The membership proof, moved in the same batch as the members (docs/decisions/016). */
    memberCount: integer('member_count').notNull(),
    membersHash: text('members_hash').notNull(),
    version: integer('version').notNull(),
    createdAt: text('created_at').notNull(),
    lastModified: text('last_modified').notNull(),
  },
  (t) => [
    index('groups_place').on(t.tenant),
    uniqueIndex('groups_id').on(t.tenant, t.id),
    index('groups_display_name').on(t.tenant, t.displayNameKey),
    index('groups_external_id').on(t.tenant, t.externalId).where(sql`external_id IS NOT NULL`),
    index('groups_last_modified').on(t.tenant, t.lastModified),
  ],
);

export const members = sqliteTable(
  'members',
  {
    tenant: text('tenant').notNull(),
    groupId: text('group_id').notNull(),
    memberId: text('member_id').notNull(),
    type: text('type', { enum: ['User', 'Group'] }).notNull(),
    /** As first sent, and the same folded for filters. */
    display: text('display'),
    displayKey: text('display_key'),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.groupId, t.memberId] }),
    // Unique, so that a look-up by all three columns ends at the first row.
    uniqueIndex('members_member').on(t.tenant, t.memberId, t.groupId),
  ],
);

/** What happened, written with what made it happen; numbered without gaps for each tenant. */
export const outbox = sqliteTable(
  'outbox',
  {
    place: integer('place').primaryKey(),
    tenant: text('tenant').notNull(),
    sequence: integer('sequence').notNull(),
    type: text('type').notNull(),
    /** The account or group that it is about: deliveries keep their order for each of them. */
    subject: text('subject').notNull(),
    data: text('data').notNull(),
    occurredAt: text('occurred_at').notNull(),
    requestId: text('request_id').notNull(),
    tokenId: text('token_id'),
  },
  (t) => [
    uniqueIndex('outbox_sequence').on(t.tenant, t.sequence),
    // What happened to one account or group, in the order of `place`.
    index('outbox_subject').on(t.tenant, t.subject),
  ],
);

/** Users whom the identity provider wanted and who were refused: one row for each of them. */
export const refusals = sqliteTable(
  'refusals',
  {
    tenant: text('tenant').notNull(),
    /** Who it is: `id …` of a user, `name …` folded or `external …` of somebody who is none yet. */
    subject: text('subject').notNull(),
    /** Counts up within the tenant: the newest have the highest. */
    number: integer('number').notNull(),
    attempt: text('attempt', { enum: ['create', 'update', 'reactivate'] }).notNull(),
    /** As sent, and the same folded. */
    userName: text('user_name'),
    userNameKey: text('user_name_key'),
    externalId: text('external_id'),
    userId: text('user_id'),
    status: integer('status').notNull(),
    scimType: text('scim_type'),
    /** Without values of what is not kept. */
    detail: text('detail').notNull(),
    firstAt: text('first_at').notNull(),
    lastAt: text('last_at').notNull(),
    count: integer('count').notNull(),
    requestId: text('request_id').notNull(),
    tokenId: text('token_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.subject] }),
    uniqueIndex('refusals_number').on(t.tenant, t.number),
  ],
);

/** Suggestions to link two accounts that somebody said no to. */
export const dismissedSuggestions = sqliteTable(
  'dismissed_suggestions',
  {
    tenant: text('tenant').notNull(),
    /** Ids of accounts. */
    leaver: text('leaver').notNull(),
    newcomer: text('newcomer').notNull(),
    dismissedAt: text('dismissed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.leaver, t.newcomer] })],
);

/** Where a walk through the pages of a list goes on, for each page that is to come next. */
export const pageMarks = sqliteTable(
  'page_marks',
  {
    tenant: text('tenant').notNull(),
    /** A cursor, or what makes a page by index known: token, query, startIndex. */
    key: text('key').notNull(),
    /** What cursors are checked against. */
    query: text('query').notNull(),
    count: integer('count').notNull(),
    /** The sort key of the last row before, a JSON list. */
    after: text('after').notNull(),
    /** Rows before this page, and at least so many from it on when the mark was made. */
    position: integer('position').notNull(),
    remaining: integer('remaining').notNull(),
    /** The newest places then, by type (JSON object): what is beyond has come since. */
    newest: text('newest').notNull(),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.key] }), index('page_marks_expiry').on(t.expiresAt)],
);

/** The latest time that all of a tenant's users were judged anew because his settings changed; one row for each tenant. */
export const reevaluations = sqliteTable(
  'reevaluations',
  {
    tenant: text('tenant').primaryKey(),
    /** Of the request that changed the settings. */
    requestId: text('request_id').notNull(),
    /** The place of the last user who is judged already, and of the last one who is to be. */
    afterPlace: integer('after_place').notNull(),
    untilPlace: integer('until_place').notNull(),
    /** How many users there were, and what became of those who are judged already. */
    total: integer('total').notNull(),
    done: integer('done').notNull(),
    changed: integer('changed').notNull(),
    kept: integer('kept').notNull(),
    refused: integer('refused').notNull(),
    startedAt: text('started_at').notNull(),
    finishedAt: text('finished_at'),
  },
  (t) => [index('reevaluations_running').on(t.tenant).where(sql`finished_at IS NULL`)],
);

/** The latest time that a tenant's accounts were frozen, or given back; one row for each tenant that ever did. */
export const freezes = sqliteTable(
  'freezes',
  {
    tenant: text('tenant').primaryKey(),
    /** As long as it says `freeze`, no account becomes active. */
    direction: text('direction', { enum: ['freeze', 'thaw'] }).notNull(),
    /** Of the request that asked for it. */
    requestId: text('request_id').notNull(),
    /** The id of the last account that was looked at. */
    afterId: text('after_id').notNull(),
    /** How many accounts were to be frozen, or given back, when it began, and how many are by now. */
    total: integer('total').notNull(),
    done: integer('done').notNull(),
    /** Of those that were to be given back: whose user may not come back, and for whom no seat is free. */
    notBack: integer('not_back').notNull(),
    withoutSeat: integer('without_seat').notNull(),
    startedAt: text('started_at').notNull(),
    finishedAt: text('finished_at'),
  },
  (t) => [
    index('freezes_running').on(t.tenant).where(sql`finished_at IS NULL`),
    check('direction', sql`direction IN ('freeze', 'thaw')`),
  ],
);

/** Whose groups have changed since a rule asked for them. */
export const dueUsers = sqliteTable(
  'due_users',
  {
    tenant: text('tenant').notNull(),
    userId: text('user_id').notNull(),
    /** The request that changed them last; another one makes the user due anew. */
    requestId: text('request_id').notNull(),
    tokenId: text('token_id'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.userId] })],
);

/** Keys to the management API. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the key, hexadecimal. */
    hash: text('hash').notNull(),
    name: text('name').notNull(),
    /** A JSON list of `read` and `write`. */
    scopes: text('scopes').notNull(),
    /** The one tenant that it opens; null: all of them, and what is nobody's. */
    tenant: text('tenant'),
    lastFour: text('last_four').notNull(),
    createdAt: text('created_at').notNull(),
    revokedAt: text('revoked_at'),
    lastUsedAt: text('last_used_at'),
  },
  (t) => [
    uniqueIndex('api_keys_hash').on(t.hash),
    index('api_keys_tenant').on(t.tenant).where(sql`tenant IS NOT NULL`),
  ],
);

/** Who is signed in at the dashboard. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the secret in the cookie, hexadecimal. */
    hash: text('hash').notNull(),
    kind: text('kind', { enum: ['operator', 'portal'] }).notNull(),
    role: text('role', { enum: ['administrator', 'viewer'] }).notNull(),
    /** The one tenant that it opens; null for operators only. */
    tenant: text('tenant'),
    name: text('name').notNull(),
    enteredAt: text('entered_at').notNull(),
    lastSeenAt: text('last_seen_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    endedAt: text('ended_at'),
  },
  (t) => [
    uniqueIndex('sessions_hash').on(t.hash),
    index('sessions_expiry').on(t.expiresAt),
    index('sessions_tenant').on(t.tenant).where(sql`tenant IS NOT NULL`),
    check('session_reach', sql`(kind = 'operator') = (tenant IS NULL)`),
  ],
);

/** Links that let an administrator of a tenant into the dashboard, once each. */
export const portalLinks = sqliteTable(
  'portal_links',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    /** SHA-256 of the secret in the link, hexadecimal. */
    hash: text('hash').notNull(),
    role: text('role', { enum: ['administrator', 'viewer'] }).notNull(),
    createdAt: text('created_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    usedAt: text('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.id] }),
    uniqueIndex('portal_links_hash').on(t.hash),
    index('portal_links_expiry').on(t.expiresAt),
  ],
);

/** Each version of a tenant's settings, the present one too, and who made it. */
export const settingsHistory = sqliteTable(
  'settings_history',
  {
    place: integer('place').primaryKey(),
    tenant: text('tenant').notNull(),
    version: integer('version').notNull(),
    /** As in `tenants`. */
    settings: text('settings').notNull(),
    /** JSON: kind, id, name. */
    changedBy: text('changed_by').notNull(),
    changedAt: text('changed_at').notNull(),
  },
  (t) => [uniqueIndex('settings_history_version').on(t.tenant, t.version)],
);

/** What administrators and API keys did, written with what they did. */
export const audit = sqliteTable(
  'audit',
  {
    /** Never given twice: it is the entry's id. */
    place: integer('place').primaryKey({ autoIncrement: true }),
    /** Null: of no tenant, or of one that was deleted by this very action. */
    tenant: text('tenant'),
    action: text('action').notNull(),
    /** JSON: kind, id, name. */
    target: text('target').notNull(),
    /** JSON objects, without secrets; null where there is nothing to say. */
    stateBefore: text('state_before'),
    stateAfter: text('state_after'),
    /** JSON: kind, id, name. */
    actor: text('actor').notNull(),
    requestId: text('request_id').notNull(),
    occurredAt: text('occurred_at').notNull(),
  },
  (t) => [
    index('audit_tenant').on(t.tenant),
    index('audit_request').on(t.tenant, t.requestId).where(sql`tenant IS NOT NULL`),
  ],
);

/** What identity providers asked: each request that changed something or failed, and those not let in by the minute. */
export const activity = sqliteTable(
  'activity',
  {
    place: integer('place').primaryKey(),
    tenant: text('tenant').notNull(),
    /** From 1 on without gaps, so that the oldest of too many are found; null for what was not let in. */
    number: integer('number'),
    /** The request's id; of what was not let in, one of its own. */
    id: text('id').notNull(),
    kind: text('kind', { enum: ['write', 'error', 'rejected'] }).notNull(),
    /** When the request came; the minute of what was not let in. */
    occurredAt: text('occurred_at').notNull(),
    method: text('method'),
    /** Below the tenant's base URL, with the query, in plain text. */
    path: text('path'),
    status: integer('status').notNull(),
    durationMilliseconds: integer('duration_milliseconds'),
    scimType: text('scim_type'),
    detail: text('detail'),
    /** The client's id in `activity/dialect.ts`. */
    client: text('client').notNull(),
    userAgent: text('user_agent'),
    tokenId: text('token_id'),
    /** JSON, redacted. */
    body: text('body'),
    /** JSON: what of the body is not there. */
    leftOut: text('left_out'),
    /** Of a bulk request, and how many of them failed. */
    operations: integer('operations'),
    failedOperations: integer('failed_operations'),
    answerBytes: integer('answer_bytes'),
    /** Why it was not let in. */
    reason: text('reason'),
    /** Requests that the row stands for. */
    count: integer('count').notNull(),
  },
  (t) => [
    uniqueIndex('activity_number').on(t.tenant, t.number).where(sql`number IS NOT NULL`),
    index('activity_time').on(t.tenant, t.occurredAt),
    index('activity_errors').on(t.tenant, t.occurredAt).where(sql`kind <> 'write'`),
    uniqueIndex('activity_rejected').on(t.tenant, t.occurredAt, t.reason).where(sql`reason IS NOT NULL`),
    check('kind', sql`kind IN ('write', 'error', 'rejected')`),
  ],
);

/** How often identity providers read what, by the minute. */
export const activityReads = sqliteTable(
  'activity_reads',
  {
    tenant: text('tenant').notNull(),
    minute: text('minute').notNull(),
    /** `GET /Users`, `GET /Users/{id}`. */
    request: text('request').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.minute, t.request] }),
    index('activity_reads_minute').on(t.minute),
  ],
);

/** How far a tenant's connection has come: the first of each kind of request, and which client it is. */
export const connections = sqliteTable('connections', {
  tenant: text('tenant').primaryKey(),
  client: text('client').notNull(),
  acceptedAt: text('accepted_at'),
  lookedUpAt: text('looked_up_at'),
  userCreatedAt: text('user_created_at'),
  groupCreatedAt: text('group_created_at'),
});

/**
 * Always empty. A batch inserts the name of a condition that does not hold; the constraint of that name
 * then fails and rolls the whole batch back, and the message says which condition it was.
 */
export const guards = sqliteTable('guards', { broken: text('broken').primaryKey() }, () => [
  check('token_living', sql`broken <> 'token_living'`),
  check('settings_current', sql`broken <> 'settings_current'`),
  check('version', sql`broken <> 'version'`),
  check('final_name_free', sql`broken <> 'final_name_free'`),
  check('seat_limit', sql`broken <> 'seat_limit'`),
  check('group_exists', sql`broken <> 'group_exists'`),
  check('group_name_free', sql`broken <> 'group_name_free'`),
  check('members_present', sql`broken <> 'members_present'`),
  check('reevaluation_current', sql`broken <> 'reevaluation_current'`),
  check('account_left', sql`broken <> 'account_left'`),
  check('not_frozen', sql`broken <> 'not_frozen'`),
  check('freeze_settled', sql`broken <> 'freeze_settled'`),
  check('freeze_current', sql`broken <> 'freeze_current'`),
]);
