CREATE TABLE `accounts` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`user_name` text NOT NULL,
	`name_key` text NOT NULL,
	`display_name` text,
	`email` text,
	`external_id` text,
	`status` text NOT NULL,
	`profile` text,
	`quota_gb` real,
	`storage` text,
	`attributes` text NOT NULL,
	`decided_by` text,
	`frozen_at` text,
	`left_at` text,
	`left_name_key` text,
	`left_email_key` text,
	`created_at` text NOT NULL,
	`created_month` text NOT NULL,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`tenant`, `id`),
	CONSTRAINT "status" CHECK(status IN ('active', 'inactive', 'preserved'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_user` ON `accounts` (`tenant`,`user_id`);--> statement-breakpoint
CREATE INDEX `accounts_preserved_external` ON `accounts` (`tenant`,`external_id`) WHERE status = 'preserved';--> statement-breakpoint
CREATE INDEX `accounts_preserved_name` ON `accounts` (`tenant`,`name_key`) WHERE status = 'preserved';--> statement-breakpoint
CREATE INDEX `accounts_frozen` ON `accounts` (`tenant`) WHERE frozen_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `accounts_left` ON `accounts` (`tenant`,`left_at`) WHERE left_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `accounts_left_name` ON `accounts` (`tenant`,`left_name_key`) WHERE left_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `accounts_left_email` ON `accounts` (`tenant`,`left_email_key`) WHERE left_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `accounts_report` ON `accounts` (`tenant`,`status`,`profile`,`created_month`,`quota_gb`);--> statement-breakpoint
CREATE TABLE `activity` (
	`place` integer PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`number` integer,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`occurred_at` text NOT NULL,
	`method` text,
	`path` text,
	`status` integer NOT NULL,
	`duration_milliseconds` integer,
	`scim_type` text,
	`detail` text,
	`client` text NOT NULL,
	`user_agent` text,
	`token_id` text,
	`body` text,
	`left_out` text,
	`operations` integer,
	`failed_operations` integer,
	`answer_bytes` integer,
	`reason` text,
	`count` integer NOT NULL,
	CONSTRAINT "kind" CHECK(kind IN ('write', 'error', 'rejected'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `activity_number` ON `activity` (`tenant`,`number`) WHERE number IS NOT NULL;--> statement-breakpoint
CREATE INDEX `activity_time` ON `activity` (`tenant`,`occurred_at`);--> statement-breakpoint
CREATE INDEX `activity_errors` ON `activity` (`tenant`,`occurred_at`) WHERE kind <> 'write';--> statement-breakpoint
CREATE UNIQUE INDEX `activity_rejected` ON `activity` (`tenant`,`occurred_at`,`reason`) WHERE reason IS NOT NULL;--> statement-breakpoint
CREATE TABLE `activity_reads` (
	`tenant` text NOT NULL,
	`minute` text NOT NULL,
	`request` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`tenant`, `minute`, `request`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `activity_reads_minute` ON `activity_reads` (`minute`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`tenant` text,
	`last_four` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	`last_used_at` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_tenant` ON `api_keys` (`tenant`) WHERE tenant IS NOT NULL;--> statement-breakpoint
CREATE TABLE `audit` (
	`place` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tenant` text,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`state_before` text,
	`state_after` text,
	`actor` text NOT NULL,
	`request_id` text NOT NULL,
	`occurred_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_tenant` ON `audit` (`tenant`);--> statement-breakpoint
CREATE INDEX `audit_request` ON `audit` (`tenant`,`request_id`) WHERE tenant IS NOT NULL;--> statement-breakpoint
CREATE TABLE `connections` (
	`tenant` text PRIMARY KEY NOT NULL,
	`client` text NOT NULL,
	`accepted_at` text,
	`looked_up_at` text,
	`user_created_at` text,
	`group_created_at` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `dismissed_suggestions` (
	`tenant` text NOT NULL,
	`leaver` text NOT NULL,
	`newcomer` text NOT NULL,
	`dismissed_at` text NOT NULL,
	PRIMARY KEY(`tenant`, `leaver`, `newcomer`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `due_users` (
	`tenant` text NOT NULL,
	`user_id` text NOT NULL,
	`request_id` text NOT NULL,
	`token_id` text,
	PRIMARY KEY(`tenant`, `user_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `freezes` (
	`tenant` text PRIMARY KEY NOT NULL,
	`direction` text NOT NULL,
	`request_id` text NOT NULL,
	`after_id` text NOT NULL,
	`total` integer NOT NULL,
	`done` integer NOT NULL,
	`not_back` integer NOT NULL,
	`without_seat` integer NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	CONSTRAINT "direction" CHECK(direction IN ('freeze', 'thaw'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `freezes_running` ON `freezes` (`tenant`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE TABLE `groups` (
	`place` integer PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`display_name_key` text NOT NULL,
	`external_id` text,
	`document` text NOT NULL,
	`search` text NOT NULL,
	`member_count` integer NOT NULL,
	`members_hash` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`last_modified` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `groups_place` ON `groups` (`tenant`);--> statement-breakpoint
CREATE UNIQUE INDEX `groups_id` ON `groups` (`tenant`,`id`);--> statement-breakpoint
CREATE INDEX `groups_display_name` ON `groups` (`tenant`,`display_name_key`);--> statement-breakpoint
CREATE INDEX `groups_external_id` ON `groups` (`tenant`,`external_id`) WHERE external_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `groups_last_modified` ON `groups` (`tenant`,`last_modified`);--> statement-breakpoint
CREATE TABLE `guards` (
	`broken` text PRIMARY KEY NOT NULL,
	CONSTRAINT "token_living" CHECK(broken <> 'token_living'),
	CONSTRAINT "settings_current" CHECK(broken <> 'settings_current'),
	CONSTRAINT "version" CHECK(broken <> 'version'),
	CONSTRAINT "final_name_free" CHECK(broken <> 'final_name_free'),
	CONSTRAINT "seat_limit" CHECK(broken <> 'seat_limit'),
	CONSTRAINT "group_exists" CHECK(broken <> 'group_exists'),
	CONSTRAINT "group_name_free" CHECK(broken <> 'group_name_free'),
	CONSTRAINT "members_present" CHECK(broken <> 'members_present'),
	CONSTRAINT "reevaluation_current" CHECK(broken <> 'reevaluation_current'),
	CONSTRAINT "account_left" CHECK(broken <> 'account_left'),
	CONSTRAINT "not_frozen" CHECK(broken <> 'not_frozen'),
	CONSTRAINT "freeze_settled" CHECK(broken <> 'freeze_settled'),
	CONSTRAINT "freeze_current" CHECK(broken <> 'freeze_current')
) STRICT;
--> statement-breakpoint
CREATE TABLE `members` (
	`tenant` text NOT NULL,
	`group_id` text NOT NULL,
	`member_id` text NOT NULL,
	`type` text NOT NULL,
	`display` text,
	`display_key` text,
	PRIMARY KEY(`tenant`, `group_id`, `member_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `members_member` ON `members` (`tenant`,`member_id`,`group_id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`place` integer PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`sequence` integer NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`data` text NOT NULL,
	`occurred_at` text NOT NULL,
	`request_id` text NOT NULL,
	`token_id` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_sequence` ON `outbox` (`tenant`,`sequence`);--> statement-breakpoint
CREATE INDEX `outbox_subject` ON `outbox` (`tenant`,`subject`);--> statement-breakpoint
CREATE TABLE `page_marks` (
	`tenant` text NOT NULL,
	`key` text NOT NULL,
	`query` text NOT NULL,
	`count` integer NOT NULL,
	`after` text NOT NULL,
	`position` integer NOT NULL,
	`remaining` integer NOT NULL,
	`newest` text NOT NULL,
	`expires_at` text NOT NULL,
	PRIMARY KEY(`tenant`, `key`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `page_marks_expiry` ON `page_marks` (`expires_at`);--> statement-breakpoint
CREATE TABLE `portal_links` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`hash` text NOT NULL,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`used_at` text,
	PRIMARY KEY(`tenant`, `id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `portal_links_hash` ON `portal_links` (`hash`);--> statement-breakpoint
CREATE INDEX `portal_links_expiry` ON `portal_links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `reevaluations` (
	`tenant` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`after_place` integer NOT NULL,
	`until_place` integer NOT NULL,
	`total` integer NOT NULL,
	`done` integer NOT NULL,
	`changed` integer NOT NULL,
	`kept` integer NOT NULL,
	`refused` integer NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `reevaluations_running` ON `reevaluations` (`tenant`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE TABLE `refusals` (
	`tenant` text NOT NULL,
	`subject` text NOT NULL,
	`number` integer NOT NULL,
	`attempt` text NOT NULL,
	`user_name` text,
	`user_name_key` text,
	`external_id` text,
	`user_id` text,
	`status` integer NOT NULL,
	`scim_type` text,
	`detail` text NOT NULL,
	`first_at` text NOT NULL,
	`last_at` text NOT NULL,
	`count` integer NOT NULL,
	`request_id` text NOT NULL,
	`token_id` text NOT NULL,
	PRIMARY KEY(`tenant`, `subject`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `refusals_number` ON `refusals` (`tenant`,`number`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`kind` text NOT NULL,
	`role` text NOT NULL,
	`tenant` text,
	`name` text NOT NULL,
	`entered_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`ended_at` text,
	CONSTRAINT "session_reach" CHECK((kind = 'operator') = (tenant IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_hash` ON `sessions` (`hash`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_tenant` ON `sessions` (`tenant`) WHERE tenant IS NOT NULL;--> statement-breakpoint
CREATE TABLE `settings_history` (
	`place` integer PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`version` integer NOT NULL,
	`settings` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `settings_history_version` ON `settings_history` (`tenant`,`version`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`settings` text NOT NULL,
	`settings_version` integer NOT NULL,
	`user_count` integer NOT NULL,
	`group_count` integer NOT NULL,
	`active_count` integer NOT NULL,
	`forgotten_sequence` integer NOT NULL,
	`epoch` text NOT NULL,
	`created_at` text NOT NULL,
	`deleted_at` text,
	`next_sweep_at` text NOT NULL,
	`trial_of` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_slug` ON `tenants` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_trial` ON `tenants` (`trial_of`) WHERE trial_of IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tenants_next_sweep` ON `tenants` (`next_sweep_at`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `tokens` (
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`last_four` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text,
	`warn_at` text,
	`revoked_at` text,
	`last_used_at` text,
	PRIMARY KEY(`tenant`, `id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_hash` ON `tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `tokens_warning` ON `tokens` (`warn_at`) WHERE warn_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `trials` (
	`tenant` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`product` text NOT NULL,
	`step` integer NOT NULL,
	`busy_until` text,
	`notes` text NOT NULL,
	`started_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `user_emails` (
	`tenant` text NOT NULL,
	`user_id` text NOT NULL,
	`value` text NOT NULL,
	`type` text NOT NULL,
	PRIMARY KEY(`tenant`, `user_id`, `value`, `type`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `user_emails_value` ON `user_emails` (`tenant`,`value`);--> statement-breakpoint
CREATE TABLE `users` (
	`place` integer PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`id` text NOT NULL,
	`user_name_key` text NOT NULL,
	`final_name_key` text,
	`external_id` text,
	`display_name_key` text,
	`active` integer NOT NULL,
	`document` text NOT NULL,
	`search` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`last_modified` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `users_place` ON `users` (`tenant`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_id` ON `users` (`tenant`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_user_name` ON `users` (`tenant`,`user_name_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_final_name` ON `users` (`tenant`,`final_name_key`) WHERE final_name_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `users_external_id` ON `users` (`tenant`,`external_id`) WHERE external_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `users_display_name` ON `users` (`tenant`,`display_name_key`) WHERE display_name_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `users_last_modified` ON `users` (`tenant`,`last_modified`);--> statement-breakpoint
CREATE INDEX `users_inactive` ON `users` (`tenant`) WHERE active = 0;