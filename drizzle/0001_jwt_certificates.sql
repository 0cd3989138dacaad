ALTER TABLE `org` ADD `certificates` text;--> statement-breakpoint
ALTER TABLE `setup_draft` ADD `auth` text DEFAULT 'client-credentials' NOT NULL;--> statement-breakpoint
ALTER TABLE `setup_draft` ADD `username` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `setup_draft` ADD `certificate` text;