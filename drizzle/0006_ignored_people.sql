-- STRICT and WITHOUT ROWID are added by hand, as in the migrations before.
CREATE TABLE `ignored_person` (
	`org_id` integer NOT NULL,
	`person` text NOT NULL,
	`ignored_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `person`),
	FOREIGN KEY (`org_id`) REFERENCES `org`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
