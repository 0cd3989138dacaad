-- STRICT and WITHOUT ROWID are added by hand, as in the migrations before.
CREATE TABLE `address_list` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer,
	`name` text NOT NULL,
	`purpose` text NOT NULL,
	`ranges` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `check_progress` (
	`org_id` integer PRIMARY KEY NOT NULL,
	`through` integer NOT NULL,
	`fingerprint` text NOT NULL,
	`late_since` integer,
	`evaluated_at` integer NOT NULL,
	`as_of` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `check_result` (
	`org_id` integer NOT NULL,
	`check_id` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`notes` text NOT NULL,
	`population` integer,
	`evaluated_at` integer NOT NULL,
	`as_of` integer NOT NULL,
	PRIMARY KEY(`org_id`, `check_id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `check_setting` (
	`org_id` integer NOT NULL,
	`check_id` text NOT NULL,
	`enabled` integer NOT NULL,
	`parameters` text,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `check_id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `check_state` (
	`org_id` integer NOT NULL,
	`subject` text NOT NULL,
	`key` text NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`org_id`, `subject`, `key`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `finding` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`check_id` text NOT NULL,
	`key` text NOT NULL,
	`severity` text NOT NULL,
	`user_id` text,
	`ip` text,
	`app` text,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer,
	`occurrences` integer NOT NULL,
	`summary` text NOT NULL,
	`evidence` text NOT NULL,
	`settled` text,
	`provisional` integer NOT NULL,
	`found_at` integer NOT NULL,
	`resolved_at` integer,
	`resolved_reason` text,
	`acknowledged_by` text,
	`acknowledged_at` integer,
	`acknowledged_reason` text,
	`acknowledged_until` integer,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `finding_key` ON `finding` (`org_id`,`check_id`,`key`);--> statement-breakpoint
CREATE INDEX `finding_user` ON `finding` (`org_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `finding_open` ON `finding` (`org_id`,`check_id`,`severity`) WHERE resolved_at IS NULL;--> statement-breakpoint
CREATE TABLE `finding_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`finding_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`by` text,
	`note` text,
	FOREIGN KEY (`finding_id`) REFERENCES `finding`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `finding_event_finding` ON `finding_event` (`finding_id`,`id`);--> statement-breakpoint
CREATE TABLE `finding_mute` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`check_id` text,
	`target` text NOT NULL,
	`value` text NOT NULL,
	`reason` text NOT NULL,
	`muted_by` text NOT NULL,
	`muted_at` integer NOT NULL,
	`until` integer,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `finding_mute_org` ON `finding_mute` (`org_id`,`target`,`value`);--> statement-breakpoint
CREATE TABLE `posture_score` (
	`org_id` integer NOT NULL,
	`day` integer NOT NULL,
	`score` real NOT NULL,
	PRIMARY KEY(`org_id`, `day`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_quarter` (
	`org_id` integer NOT NULL,
	`quarter` integer NOT NULL,
	`logins` integer NOT NULL,
	`failures` integer NOT NULL,
	PRIMARY KEY(`org_id`, `quarter`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `trusted_ip_range` (
	`org_id` integer NOT NULL,
	`id` text NOT NULL,
	`start_address` text NOT NULL,
	`end_address` text NOT NULL,
	`description` text,
	`pass` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;--> statement-breakpoint
CREATE INDEX `finding_acknowledged` ON `finding` (`org_id`,`acknowledged_until`) WHERE acknowledged_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `permission_set_assignment_set` ON `permission_set_assignment` (`org_id`,`permission_set_id`,`assignee_id`);
--> statement-breakpoint
-- By hand: of the logins stored so far. Their key is in the order of time.
INSERT INTO `login_quarter`
SELECT org_id, login_time / 900000 AS quarter, sum(success), sum(1 - success) FROM login GROUP BY org_id, quarter;
