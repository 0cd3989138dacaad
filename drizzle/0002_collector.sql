-- STRICT and WITHOUT ROWID are added by hand, as in 0000.
CREATE TABLE `auth_provider` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`developer_name` text NOT NULL,
	`friendly_name` text,
	`provider_type` text,
	`execution_user_id` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `connected_application` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`admin_approved_only` integer,
	`refresh_token_validity_period` integer,
	`start_url` text,
	`created_at` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `external_client_application` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`developer_name` text NOT NULL,
	`label` text,
	`distribution_state` text,
	`namespace_prefix` text,
	`created_at` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `external_client_policy` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`external_client_application_id` text NOT NULL,
	`permitted_users_policy_type` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `permission_set` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`label` text,
	`type` text,
	`is_owned_by_profile` integer NOT NULL,
	`profile_id` text,
	`permission_set_group_id` text,
	`license_id` text,
	`namespace_prefix` text,
	`permissions` text NOT NULL,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `permission_set_assignment` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`assignee_id` text NOT NULL,
	`permission_set_id` text,
	`permission_set_group_id` text,
	`expires_at` integer,
	`is_active` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `permission_set_assignment_user` ON `permission_set_assignment` (`org_id`,`assignee_id`,`permission_set_id`);--> statement-breakpoint
CREATE TABLE `permission_set_group` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`developer_name` text NOT NULL,
	`label` text,
	`status` text,
	`namespace_prefix` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `saml_sso_config` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`developer_name` text NOT NULL,
	`label` text,
	`issuer` text,
	`login_url` text,
	`audience` text,
	`version` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `row_change` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`run_id` integer NOT NULL,
	`at` integer NOT NULL,
	`stream` text NOT NULL,
	`row_id` text NOT NULL,
	`kind` text NOT NULL,
	`label` text NOT NULL,
	`user_id` text,
	`before` text,
	`after` text,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `row_change_time` ON `row_change` (`org_id`,`at`,`stream`,`kind`);--> statement-breakpoint
CREATE INDEX `row_change_user` ON `row_change` (`org_id`,`user_id`,`at`,`stream`,`kind`,`run_id`);--> statement-breakpoint
CREATE INDEX `row_change_label` ON `row_change` (`org_id`,`label`,`at`,`stream`,`kind`,`run_id`) WHERE kind = 'removed' OR stream NOT IN ('users', 'userLogins', 'twoFactorMethods');--> statement-breakpoint
CREATE TABLE `row_change_count` (
	`org_id` integer NOT NULL,
	`at` integer NOT NULL,
	`run_id` integer NOT NULL,
	`stream` text NOT NULL,
	`kind` text NOT NULL,
	`changes` integer NOT NULL,
	PRIMARY KEY(`org_id`, `at`, `run_id`, `stream`, `kind`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `former_last_login` (
	`org_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`until` integer NOT NULL,
	`last_login_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `user_id`, `until`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stream_fields` (
	`org_id` integer NOT NULL,
	`stream` text NOT NULL,
	`pass` integer NOT NULL,
	`selected` text NOT NULL,
	`known` text NOT NULL,
	`lapsed` text NOT NULL,
	PRIMARY KEY(`org_id`, `stream`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login` (
	`org_id` integer NOT NULL,
	`login_time` integer NOT NULL,
	`id` text NOT NULL,
	`user_key` integer NOT NULL,
	`success` integer NOT NULL,
	`status_key` integer NOT NULL,
	`ip_key` integer,
	`place_key` integer NOT NULL,
	`client_key` integer NOT NULL,
	PRIMARY KEY(`org_id`, `login_time`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_client` (
	`key` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`signature` text NOT NULL,
	`login_type` text,
	`login_sub_type` text,
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
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `login_client_signature` ON `login_client` (`org_id`,`signature`);--> statement-breakpoint
CREATE TABLE `login_client_day` (
	`org_id` integer NOT NULL,
	`day` integer NOT NULL,
	`client_key` integer NOT NULL,
	`logins` integer NOT NULL,
	`failures` integer NOT NULL,
	PRIMARY KEY(`org_id`, `day`, `client_key`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_country_day` (
	`org_id` integer NOT NULL,
	`day` integer NOT NULL,
	`country_iso` text NOT NULL,
	`logins` integer NOT NULL,
	`failures` integer NOT NULL,
	PRIMARY KEY(`org_id`, `day`, `country_iso`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_ip` (
	`key` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`source_ip` text NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `login_ip_address` ON `login_ip` (`org_id`,`source_ip`);--> statement-breakpoint
CREATE TABLE `login_ip_day` (
	`org_id` integer NOT NULL,
	`day` integer NOT NULL,
	`ip_key` integer NOT NULL,
	`logins` integer NOT NULL,
	`failures` integer NOT NULL,
	PRIMARY KEY(`org_id`, `day`, `ip_key`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_place` (
	`key` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`signature` text NOT NULL,
	`country_iso` text,
	`city` text,
	`latitude` real,
	`longitude` real,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `login_place_signature` ON `login_place` (`org_id`,`signature`);--> statement-breakpoint
CREATE TABLE `login_status` (
	`key` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`status` text NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `login_status_text` ON `login_status` (`org_id`,`status`);--> statement-breakpoint
CREATE TABLE `login_user` (
	`key` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`last_success_at` integer,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `login_user_id` ON `login_user` (`org_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `login_user_day` (
	`org_id` integer NOT NULL,
	`user_key` integer NOT NULL,
	`day` integer NOT NULL,
	`logins` integer NOT NULL,
	`failures` integer NOT NULL,
	`first_second` integer NOT NULL,
	`last_second` integer NOT NULL,
	PRIMARY KEY(`org_id`, `day`, `user_key`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `api_usage` (
	`org_id` integer NOT NULL,
	`file_id` text NOT NULL,
	`day` integer NOT NULL,
	`user_id` text NOT NULL,
	`client_name` text NOT NULL,
	`connected_app_id` text NOT NULL,
	`connected_app_name` text NOT NULL,
	`api_family` text NOT NULL,
	`api_version` text NOT NULL,
	`requests` integer NOT NULL,
	`counted` integer NOT NULL,
	PRIMARY KEY(`org_id`, `file_id`, `day`, `user_id`, `client_name`, `connected_app_id`, `connected_app_name`, `api_family`, `api_version`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `api_usage_day` ON `api_usage` (`org_id`,`day`);--> statement-breakpoint
CREATE TABLE `event_log_file` (
	`org_id` integer NOT NULL,
	`log_date` integer NOT NULL,
	`id` text NOT NULL,
	`event_type` text NOT NULL,
	`interval` text,
	`sequence` integer,
	`length` integer,
	`created_at` integer,
	`read_at` integer,
	`rows` integer,
	`problem` text,
	PRIMARY KEY(`org_id`, `log_date`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `license_metric` (
	`org_id` integer NOT NULL,
	`kind` text NOT NULL,
	`metrics_date` integer NOT NULL,
	`id` text NOT NULL,
	`subject` text NOT NULL,
	`label` text,
	`user_license_id` text,
	`total` integer,
	`assigned_users` integer,
	`active_users` integer,
	PRIMARY KEY(`org_id`, `kind`, `metrics_date`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `license_metric_subject` ON `license_metric` (`org_id`,`kind`,`subject`,`metrics_date`);--> statement-breakpoint
CREATE TABLE `login_event` (
	`org_id` integer NOT NULL,
	`file_id` text NOT NULL,
	`line` integer NOT NULL,
	`at` integer NOT NULL,
	`user_id` text,
	`username` text,
	`source_ip` text,
	`login_status` text,
	`login_type` text,
	`login_key` text,
	`session_key` text,
	`browser` text,
	`platform` text,
	`application` text,
	`api_type` text,
	`api_version` text,
	`tls_protocol` text,
	`cipher_suite` text,
	`authentication_method_reference` text,
	PRIMARY KEY(`org_id`, `file_id`, `line`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `login_event_user` ON `login_event` (`org_id`,`user_id`,`at`);--> statement-breakpoint
CREATE TABLE `run_stream` (
	`run_id` integer NOT NULL,
	`stream` text NOT NULL,
	`title` text NOT NULL,
	`calls` integer NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`millis` integer NOT NULL,
	`via` text NOT NULL,
	`complete` integer NOT NULL,
	`error_code` text,
	`error_message` text,
	PRIMARY KEY(`run_id`, `stream`),
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `auth_session` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_modified_at` integer,
	`seconds_valid` integer,
	`login_type` text,
	`session_type` text,
	`session_security_level` text,
	`source_ip` text,
	`user_type` text,
	`parent_id` text,
	`login_history_id` text,
	`login_geo_id` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `auth_session_user` ON `auth_session` (`org_id`,`user_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `object_description` (
	`org_id` integer NOT NULL,
	`object` text NOT NULL,
	`api_version` text NOT NULL,
	`at` integer NOT NULL,
	`names` text,
	PRIMARY KEY(`org_id`, `object`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `oauth_token` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`app_name` text NOT NULL,
	`app_menu_item_id` text,
	`use_count` integer,
	`tokens` integer NOT NULL,
	`created_at` integer,
	`last_used_at` integer,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `oauth_token_user` ON `oauth_token` (`org_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `oauth_token_app` ON `oauth_token` (`org_id`,`app_name`);--> statement-breakpoint
CREATE TABLE `setup_audit_trail` (
	`org_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`id` text NOT NULL,
	`action` text,
	`section` text,
	`display` text,
	`created_by_id` text,
	`created_by_context` text,
	`created_by_issuer` text,
	`delegate_user` text,
	PRIMARY KEY(`org_id`, `created_at`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `setup_audit_trail_user` ON `setup_audit_trail` (`org_id`,`created_by_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `two_factor_method` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`methods` text NOT NULL,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `two_factor_method_user` ON `two_factor_method` (`org_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `verification_history` (
	`org_id` integer NOT NULL,
	`verification_time` integer NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`method` text,
	`activity` text,
	`policy` text,
	`status` text,
	`event_group` integer,
	`source_ip` text,
	`login_history_id` text,
	`login_geo_id` text,
	`remarks` text,
	PRIMARY KEY(`org_id`, `verification_time`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `verification_history_user` ON `verification_history` (`org_id`,`user_id`,`verification_time`);--> statement-breakpoint
ALTER TABLE `org` ADD `run_budget` integer;--> statement-breakpoint
ALTER TABLE `org` ADD `daily_budget` integer;--> statement-breakpoint
ALTER TABLE `org` ADD `keep_logins_days` integer;--> statement-breakpoint
ALTER TABLE `run` ADD `trigger` text DEFAULT 'manual' NOT NULL;--> statement-breakpoint
ALTER TABLE `run` ADD `plan` text;--> statement-breakpoint
ALTER TABLE `stream_checkpoint` ADD `tracked_since` integer;--> statement-breakpoint
ALTER TABLE `sf_user` ADD `features` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sf_user` ADD `last_password_change_at` integer;--> statement-breakpoint
ALTER TABLE `sf_user` ADD `password_expires_at` integer;--> statement-breakpoint
ALTER TABLE `sf_user` ADD `failed_logins` integer;--> statement-breakpoint
ALTER TABLE `login_day` DROP COLUMN `stale`;--> statement-breakpoint
-- By hand: users have new columns, which only reading all of them again fills.
UPDATE `stream_checkpoint` SET `pass` = 0, `cursor` = NULL WHERE `stream` = 'users';
