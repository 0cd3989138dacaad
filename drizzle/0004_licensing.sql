-- STRICT and WITHOUT ROWID are added by hand, as in the migrations before.
CREATE TABLE `exchange_rate` (
	`currency` text NOT NULL,
	`to_currency` text NOT NULL,
	`rate` real NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`currency`, `to_currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `idle_policy` (
	`org_id` integer PRIMARY KEY NOT NULL,
	`policy` text,
	`needed_anyway` text,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `leave` (
	`org_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`reason` text NOT NULL,
	`until` integer,
	`noted_by` text NOT NULL,
	`noted_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `user_id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `license_use` (
	`org_id` integer NOT NULL,
	`day` integer NOT NULL,
	`kind` text NOT NULL,
	`license_id` text NOT NULL,
	`label` text NOT NULL,
	`total` integer,
	`used` integer NOT NULL,
	`assigned` integer NOT NULL,
	`idle` integer NOT NULL,
	`never_logged_in` integer NOT NULL,
	PRIMARY KEY(`org_id`, `kind`, `license_id`, `day`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `person_mark` (
	`org_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`mark` text NOT NULL,
	`noted_by` text NOT NULL,
	`noted_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `user_id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `seat_decision` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`license_id` text NOT NULL,
	`decision` text,
	`note` text NOT NULL,
	`decided_by` text NOT NULL,
	`decided_at` integer NOT NULL,
	`is_current` integer NOT NULL,
	`license` text NOT NULL,
	`name` text NOT NULL,
	`username` text NOT NULL,
	`reason` text,
	`days_idle` integer,
	`annual_price` real,
	`currency` text,
	`gone_at` integer,
	`returned_at` integer,
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `seat_decision_seat` ON `seat_decision` (`org_id`,`user_id`,`kind`,`license_id`,`is_current`);--> statement-breakpoint
CREATE INDEX `seat_decision_current` ON `seat_decision` (`org_id`,`is_current`,`decision`);--> statement-breakpoint
ALTER TABLE `login_client` ADD `access` integer;--> statement-breakpoint
ALTER TABLE `login_user_day` ADD `access` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- By hand: prices entered so far were per month.
CREATE TABLE `__new_license_price` (
	`org_id` integer NOT NULL,
	`kind` text NOT NULL,
	`license_id` text NOT NULL,
	`amount` real NOT NULL,
	`per` text NOT NULL,
	`currency` text NOT NULL,
	`contract_end` text,
	PRIMARY KEY(`org_id`, `kind`, `license_id`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_license_price` SELECT org_id, kind, license_id, monthly_price, 'month', currency, NULL FROM license_price;--> statement-breakpoint
DROP TABLE `license_price`;--> statement-breakpoint
ALTER TABLE `__new_license_price` RENAME TO `license_price`;--> statement-breakpoint
ALTER TABLE `user_license` ADD `monthly_logins_used` integer;--> statement-breakpoint
ALTER TABLE `org` ADD `run_as_user_id` text;--> statement-breakpoint
CREATE INDEX `api_usage_user` ON `api_usage` (`org_id`,`user_id`,`day`);