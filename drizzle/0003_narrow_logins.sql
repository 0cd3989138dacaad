-- By hand: what login_history holds moves into the narrow tables; the view of the same name follows it.
INSERT INTO `login_user` (`org_id`, `user_id`, `last_success_at`)
SELECT org_id, user_id, max(CASE success WHEN 1 THEN login_time END) FROM login_history GROUP BY org_id, user_id;
--> statement-breakpoint
INSERT INTO `login_status` (`org_id`, `status`)
SELECT DISTINCT org_id, coalesce(status, '') FROM login_history;
--> statement-breakpoint
INSERT INTO `login_ip` (`org_id`, `source_ip`)
SELECT DISTINCT org_id, source_ip FROM login_history WHERE source_ip IS NOT NULL;
--> statement-breakpoint
INSERT INTO `login_place` (`org_id`, `signature`, `country_iso`, `city`, `latitude`, `longitude`)
SELECT DISTINCT org_id, json_array(country_iso, city, latitude, longitude), country_iso, city, latitude, longitude FROM login_history;
--> statement-breakpoint
INSERT INTO `login_client` (`org_id`, `signature`, `login_type`, `login_sub_type`, `browser`, `platform`, `application`, `client_version`, `api_type`, `api_version`, `tls_protocol`, `cipher_suite`, `login_url`, `auth_method_reference`, `authentication_service_id`, `network_id`)
SELECT DISTINCT org_id, json_array(login_type, login_sub_type, browser, platform, application, client_version, api_type, api_version, tls_protocol, cipher_suite, login_url, auth_method_reference, authentication_service_id, network_id), login_type, login_sub_type, browser, platform, application, client_version, api_type, api_version, tls_protocol, cipher_suite, login_url, auth_method_reference, authentication_service_id, network_id FROM login_history;
--> statement-breakpoint
INSERT INTO `login` (`org_id`, `login_time`, `id`, `user_key`, `success`, `status_key`, `ip_key`, `place_key`, `client_key`)
SELECT h.org_id, h.login_time, h.id, u.key, h.success, s.key, i.key, p.key, c.key
FROM login_history h
JOIN login_user u ON u.org_id = h.org_id AND u.user_id = h.user_id
JOIN login_status s ON s.org_id = h.org_id AND s.status = coalesce(h.status, '')
LEFT JOIN login_ip i ON i.org_id = h.org_id AND i.source_ip = h.source_ip
JOIN login_place p ON p.org_id = h.org_id AND p.signature = json_array(h.country_iso, h.city, h.latitude, h.longitude)
JOIN login_client c ON c.org_id = h.org_id AND c.signature = json_array(h.login_type, h.login_sub_type, h.browser, h.platform, h.application, h.client_version, h.api_type, h.api_version, h.tls_protocol, h.cipher_suite, h.login_url, h.auth_method_reference, h.authentication_service_id, h.network_id);
--> statement-breakpoint
INSERT INTO `login_user_day` SELECT org_id, user_key, login_time / 86400000, sum(success), sum(1 - success),
  min(login_time / 1000 % 86400), max(login_time / 1000 % 86400) FROM login GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `login_ip_day` SELECT org_id, login_time / 86400000, ip_key, sum(success), sum(1 - success) FROM login WHERE ip_key IS NOT NULL GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `login_country_day` SELECT l.org_id, l.login_time / 86400000, coalesce(p.country_iso, ''), sum(l.success), sum(1 - l.success)
FROM login l JOIN login_place p ON p.key = l.place_key GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `login_client_day` SELECT org_id, login_time / 86400000, client_key, sum(success), sum(1 - success) FROM login GROUP BY 1, 2, 3;
--> statement-breakpoint
DELETE FROM `login_day`;
--> statement-breakpoint
INSERT INTO `login_day` (`org_id`, `day`, `logins`, `failures`, `active_users`)
SELECT org_id, login_time / 86400000, sum(success), sum(1 - success), count(DISTINCT CASE success WHEN 1 THEN user_key END)
FROM login GROUP BY 1, 2;
--> statement-breakpoint
DROP TABLE `login_history`;
--> statement-breakpoint
CREATE VIEW `login_history` AS
SELECT l.org_id, l.login_time, l.id, u.user_id, nullif(s.status, '') AS status, l.success, i.source_ip,
  p.country_iso, p.city, p.latitude, p.longitude,
  c.login_type, c.login_sub_type, c.browser, c.platform, c.application, c.client_version, c.api_type, c.api_version, c.tls_protocol, c.cipher_suite, c.login_url, c.auth_method_reference, c.authentication_service_id, c.network_id
FROM login l
JOIN login_user u ON u.key = l.user_key
JOIN login_status s ON s.key = l.status_key
LEFT JOIN login_ip i ON i.key = l.ip_key
JOIN login_place p ON p.key = l.place_key
JOIN login_client c ON c.key = l.client_key;
--> statement-breakpoint
-- What was read to its end before is where history begins: these fields of these streams were read by then.
INSERT INTO `stream_fields` (`org_id`, `stream`, `pass`, `selected`, `known`, `lapsed`)
SELECT c.org_id, c.stream, c.pass, f.fields, f.fields, '[]'
FROM stream_checkpoint c JOIN (SELECT column1 AS stream, column2 AS fields FROM (VALUES
  ('organization', '["id","instanceName","isSandbox","name","organizationType","timeZone","trialExpirationAt"]'),
  ('users', '["country","createdAt","department","email","federationId","id","isActive","lastLoginAt","lastModifiedAt","managerId","name","profileId","userRoleId","userType","username"]'),
  ('userLogins', '["id","isFrozen","isPasswordLocked","userId"]'),
  ('profiles', '["id","name","userLicenseId","userType"]'),
  ('userLicenses', '["definitionKey","id","label","monthlyLoginsEntitlement","name","status","total","used","usedUpdatedAt"]'),
  ('permissionSetLicenses', '["developerName","expiresAt","id","label","status","total","used"]'),
  ('permissionSetLicenseAssignments', '["assigneeId","id","permissionSetLicenseId"]'),
  ('packageLicenses', '["allowed","expiresAt","id","namespacePrefix","status","used"]'),
  ('userPackageLicenses', '["id","packageLicenseId","userId"]')
)) f ON f.stream = c.stream
WHERE c.complete = 1;
--> statement-breakpoint
UPDATE `stream_checkpoint` SET `tracked_since` = `updated_at`
WHERE EXISTS (SELECT 1 FROM stream_fields f WHERE f.org_id = stream_checkpoint.org_id AND f.stream = stream_checkpoint.stream);
