-- A row whose number several devices have means none of them: a retry must not take up the one that was guessed.
UPDATE "device_changes" SET "device_id" = NULL WHERE "status" = 'ERROR' AND "error_code" = 'device.ambiguous';
