-- STRICT and WITHOUT ROWID are added by hand: drizzle-kit cannot express them. A later migration that
-- rebuilds one of these tables must add them again (src/db/migrate.test.ts looks).
CREATE TABLE `login_day` (
	`org_id` integer NOT NULL,
	`day` integer NOT NULL,
	`logins` integer NOT NULL,
	`failures` integer NOT NULL,
	`active_users` integer NOT NULL,
	`stale` integer NOT NULL,
	PRIMARY KEY(`org_id`, `day`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_history` (
	`org_id` integer NOT NULL,
	`login_time` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`status` text,
	`success` integer NOT NULL,
	`login_type` text,
	`login_sub_type` text,
	`source_ip` text,
	`country_iso` text,
	`city` text,
	`latitude` real,
	`longitude` real,
	`browser` text,
	`platform` text,
	`application` text,
	`client_version` text,
	`api_type` text,
	`api_version` text,
	`tls_protocol` text,
	`cipher_suite` text,
	`login_url` text,
	`auth_method_reference` text,
	`authentication_service_id` text,
	`network_id` text,
	PRIMARY KEY(`org_id`, `login_time`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `login_history_user` ON `login_history` (`org_id`,`user_id`,`login_time`,`success`);--> statement-breakpoint
CREATE TABLE `connectivity_report` (
	`org_id` integer PRIMARY KEY NOT NULL,
	`report` text NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `license_price` (
	`org_id` integer NOT NULL,
	`kind` text NOT NULL,
	`license_id` text NOT NULL,
	`monthly_price` real NOT NULL,
	`currency` text NOT NULL,
	PRIMARY KEY(`org_id`, `kind`, `license_id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `org` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`auth` text NOT NULL,
	`consumer_key` text NOT NULL,
	`jwt_username` text,
	`paused` integer DEFAULT false NOT NULL,
	`is_demo` integer DEFAULT false NOT NULL,
	`threshold_percent` real NOT NULL,
	`inactive_days` integer NOT NULL,
	`added_at` integer NOT NULL,
	`removed_at` integer,
	`data_as_of` integer,
	`salesforce_org_id` text,
	`organization_name` text,
	`edition` text,
	`is_sandbox` integer,
	`instance_name` text,
	`api_version` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `org_uid` ON `org` (`uid`);--> statement-breakpoint
CREATE UNIQUE INDEX `org_name` ON `org` (name COLLATE NOCASE) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE INDEX `org_url` ON `org` (`url`);--> statement-breakpoint
CREATE TABLE `setup_draft` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`consumer_key` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `setup_draft_step` (
	`step` text PRIMARY KEY NOT NULL,
	`done_by` text,
	`problem` text,
	`updated_at` integer NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `setup_step` (
	`org_id` integer NOT NULL,
	`step` text NOT NULL,
	`done_by` text,
	`problem` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `step`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dropped_field` (
	`org_id` integer NOT NULL,
	`object` text NOT NULL,
	`field` text NOT NULL,
	PRIMARY KEY(`org_id`, `object`, `field`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `limit_sample` (
	`org_id` integer NOT NULL,
	`name` text NOT NULL,
	`at` integer NOT NULL,
	`max` real NOT NULL,
	`remaining` real NOT NULL,
	PRIMARY KEY(`org_id`, `name`, `at`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `limit_sample_at` ON `limit_sample` (`org_id`,`at`);--> statement-breakpoint
CREATE TABLE `own_calls` (
	`org_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`calls` integer NOT NULL,
	PRIMARY KEY(`org_id`, `hour`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `run` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`state` text,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`resume_at` integer,
	`calls_made` integer DEFAULT 0 NOT NULL,
	`org_used_before` integer,
	`org_used_after` integer,
	`org_max` integer,
	`threshold_percent` real NOT NULL,
	`rows` text,
	`error_code` text,
	`error_message` text,
	`error_fix` text,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `run_org` ON `run` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `stream_checkpoint` (
	`org_id` integer NOT NULL,
	`stream` text NOT NULL,
	`watermark` integer,
	`cursor` text,
	`pass` integer NOT NULL,
	`complete` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `stream`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_sample` (
	`org_id` integer NOT NULL,
	`minute` integer NOT NULL,
	`at` integer NOT NULL,
	`used` integer NOT NULL,
	`max` integer NOT NULL,
	PRIMARY KEY(`org_id`, `minute`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `organization` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`organization_type` text,
	`instance_name` text,
	`is_sandbox` integer,
	`trial_expiration_at` integer,
	`time_zone` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `package_license` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`namespace_prefix` text NOT NULL,
	`status` text,
	`allowed` integer NOT NULL,
	`used` integer NOT NULL,
	`expires_at` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `permission_set_license` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`developer_name` text NOT NULL,
	`label` text,
	`status` text,
	`total` integer NOT NULL,
	`used` integer NOT NULL,
	`expires_at` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `permission_set_license_assignment` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`assignee_id` text NOT NULL,
	`permission_set_license_id` text NOT NULL,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `psl_assignment_user` ON `permission_set_license_assignment` (`org_id`,`assignee_id`,`permission_set_license_id`);--> statement-breakpoint
CREATE TABLE `profile` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`user_license_id` text,
	`user_type` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sf_user` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`is_active` integer NOT NULL,
	`user_type` text,
	`profile_id` text,
	`user_role_id` text,
	`manager_id` text,
	`department` text,
	`country` text,
	`federation_id` text,
	`created_at` integer NOT NULL,
	`last_login_at` integer,
	`last_modified_at` integer,
	`last_seen_at` integer,
	`search_text` text NOT NULL,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sf_user_name` ON `sf_user` (`org_id`,name COLLATE NOCASE);--> statement-breakpoint
CREATE INDEX `sf_user_username` ON `sf_user` (`org_id`,username COLLATE NOCASE);--> statement-breakpoint
CREATE INDEX `sf_user_profile` ON `sf_user` (`org_id`,`profile_id`,`is_active`);--> statement-breakpoint
CREATE TABLE `user_license` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`label` text,
	`definition_key` text,
	`status` text,
	`total` integer NOT NULL,
	`used` integer NOT NULL,
	`used_updated_at` integer,
	`monthly_logins_entitlement` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `user_login` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`is_frozen` integer NOT NULL,
	`is_password_locked` integer NOT NULL,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `user_login_user` ON `user_login` (`org_id`,`user_id`,`is_frozen`);--> statement-breakpoint
CREATE TABLE `user_package_license` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`package_license_id` text NOT NULL,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `user_package_license_user` ON `user_package_license` (`org_id`,`user_id`,`package_license_id`);