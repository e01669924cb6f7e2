-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "event_types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "secret" TEXT NOT NULL,
    "former_secret" TEXT,
    "former_secret_until" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_events" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event_counters" (
    "tenant_id" UUID NOT NULL,
    "last_sequence" BIGINT NOT NULL,

    CONSTRAINT "webhook_event_counters_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "webhook_failures" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "bulk_change_id" UUID NOT NULL,
    "device_change_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "identifier" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error_code" TEXT,

    CONSTRAINT "webhook_failures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_response_status" INTEGER,
    "last_error" TEXT,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempts" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "response_status" INTEGER,
    "response_text" TEXT,
    "error" TEXT,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoints_tenant_id_key" ON "webhook_endpoints"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "webhook_events_created_idx" ON "webhook_events"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_events_sequence_key" ON "webhook_events"("tenant_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_events_tenant_id_key" ON "webhook_events"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "webhook_failures_bulk_change_idx" ON "webhook_failures"("bulk_change_id", "row_number");

-- CreateIndex
CREATE INDEX "webhook_deliveries_event_idx" ON "webhook_deliveries"("tenant_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_tenant_id_key" ON "webhook_deliveries"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_sequence_key" ON "webhook_deliveries"("endpoint_id", "sequence");

-- CreateIndex
CREATE INDEX "webhook_attempts_delivery_idx" ON "webhook_attempts"("delivery_id", "id");

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_event_counters" ADD CONSTRAINT "webhook_event_counters_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_failures" ADD CONSTRAINT "webhook_failures_bulk_change_fkey" FOREIGN KEY ("tenant_id", "bulk_change_id") REFERENCES "bulk_changes"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_fkey" FOREIGN KEY ("tenant_id", "endpoint_id") REFERENCES "webhook_endpoints"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "webhook_events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_fkey" FOREIGN KEY ("tenant_id", "delivery_id") REFERENCES "webhook_deliveries"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_disabled_reason_check" CHECK ("disabled_reason" IN ('request', 'gone', 'exhausted'));
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_disabled_check" CHECK ("enabled" = ("disabled_reason" IS NULL) AND "enabled" = ("disabled_at" IS NULL));
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_former_secret_check" CHECK (("former_secret" IS NULL) = ("former_secret_until" IS NULL));
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_type_check" CHECK ("type" IN ('bulk_change.started', 'bulk_change.paused', 'bulk_change.resumed', 'bulk_change.completed', 'bulk_change.failed', 'bulk_change.canceled', 'device_change.failed'));
ALTER TABLE "webhook_failures" ADD CONSTRAINT "webhook_failures_status_check" CHECK ("status" IN ('ERROR', 'UNKNOWN'));
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_status_check" CHECK ("status" IN ('PENDING', 'DELIVERED', 'FAILED'));
CREATE INDEX "webhook_deliveries_pending_idx" ON "webhook_deliveries" ("endpoint_id", "sequence") WHERE "status" = 'PENDING';

-- An endpoint that was given up after its last try goes on gathering for 30 days, so that enabling it loses nothing; one
-- that was switched off, or said that it is gone, does not.
CREATE FUNCTION webhook_gathers(e webhook_endpoints, of_type text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (e.enabled OR (e.disabled_reason = 'exhausted' AND e.disabled_at > now() - interval '30 days'))
    AND (cardinality(e.event_types) = 0 OR of_type = ANY (e.event_types))
$$;

CREATE FUNCTION webhook_is_wanted(of_tenant uuid, of_type text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.tenant_id = of_tenant AND webhook_gathers(e, of_type))
$$;

-- Takes the tenant's place in the order until the transaction ends: whoever has it commits before the next one gets a
-- number. Always taken before rows of the outbox and after everything else, so that nobody waits for anybody crosswise.
CREATE FUNCTION webhook_take_turn(of_tenant uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO webhook_event_counters AS c (tenant_id, last_sequence) VALUES (of_tenant, 0)
  ON CONFLICT (tenant_id) DO UPDATE SET last_sequence = c.last_sequence
$$;

-- Writes an event with the tenant's next number, and what is due for each endpoint that wants it. The endpoints are locked
-- against removal: one that goes meanwhile is left out, and cannot fail the transaction it has nothing to do with.
CREATE FUNCTION webhook_write_event(of_tenant uuid, of_type text, of_data jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  event_id uuid := uuidv7();
  place bigint;
BEGIN
  PERFORM webhook_take_turn(of_tenant);
  UPDATE webhook_event_counters SET last_sequence = last_sequence + 1 WHERE tenant_id = of_tenant
  RETURNING last_sequence INTO place;
  INSERT INTO webhook_events (id, tenant_id, sequence, type, data, created_at)
  VALUES (event_id, of_tenant, place, of_type, of_data || jsonb_build_object('sequence', place), clock_timestamp());
  WITH listening AS (
    SELECT e.id FROM webhook_endpoints e WHERE e.tenant_id = of_tenant AND webhook_gathers(e, of_type)
    ORDER BY e.id FOR KEY SHARE
  )
  INSERT INTO webhook_deliveries (tenant_id, endpoint_id, event_id, sequence)
  SELECT of_tenant, l.id, event_id, place FROM listening l;
END
$$;

-- Turns the noted failures of a change into events of at most 100 devices and about 18,000 bytes. Returns how many it wrote.
CREATE FUNCTION webhook_seal_failures(of_change uuid) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  change record;
  failure record;
  device jsonb;
  devices jsonb[] := '{}';
  bytes integer := 0;
  written integer := 0;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM webhook_failures f WHERE f.bulk_change_id = of_change) THEN RETURN 0; END IF;
  SELECT b.tenant_id, jsonb_build_object('bulkChangeId', b.id, 'changeType', b.change_type,
    'serviceProviderId', b.service_provider_id) AS facts INTO change FROM bulk_changes b WHERE b.id = of_change;
  PERFORM webhook_take_turn(change.tenant_id);
  FOR failure IN
    WITH taken AS (DELETE FROM webhook_failures f WHERE f.bulk_change_id = of_change RETURNING f.*)
    SELECT t.* FROM taken t ORDER BY t.row_number, t.id
  LOOP
    device := jsonb_build_object('deviceChangeId', failure.device_change_id, 'rowNumber', failure.row_number,
      'identifier', failure.identifier, 'status', failure.status, 'errorCode', failure.error_code);
    IF cardinality(devices) = 100 OR bytes + octet_length(device::text) > 18000 THEN
      PERFORM webhook_write_event(change.tenant_id, 'device_change.failed',
        change.facts || jsonb_build_object('devices', to_jsonb(devices)));
      devices := '{}';
      bytes := 0;
      written := written + 1;
    END IF;
    devices := devices || device;
    bytes := bytes + octet_length(device::text);
  END LOOP;
  IF cardinality(devices) > 0 THEN
    PERFORM webhook_write_event(change.tenant_id, 'device_change.failed',
      change.facts || jsonb_build_object('devices', to_jsonb(devices)));
    written := written + 1;
  END IF;
  RETURN written;
END
$$;

CREATE FUNCTION webhook_note_failure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_is_wanted(NEW.tenant_id, 'device_change.failed') THEN
    INSERT INTO webhook_failures (tenant_id, bulk_change_id, device_change_id, row_number, identifier, status, error_code)
    VALUES (NEW.tenant_id, NEW.bulk_change_id, NEW.id, NEW.row_number, NEW.identifier, NEW.status, NEW.error_code);
  END IF;
  RETURN NULL;
END
$$;

-- By row and not by statement: the condition is all that a row without a failure costs, while a statement's trigger would
-- be handed a copy of every row of every batch.
CREATE TRIGGER device_changes_webhook_insert AFTER INSERT ON device_changes FOR EACH ROW
  WHEN (NEW.status IN ('ERROR', 'UNKNOWN')) EXECUTE FUNCTION webhook_note_failure();
CREATE TRIGGER device_changes_webhook_update AFTER UPDATE OF status ON device_changes FOR EACH ROW
  WHEN (NEW.status IN ('ERROR', 'UNKNOWN') AND OLD.status NOT IN ('ERROR', 'UNKNOWN')) EXECUTE FUNCTION webhook_note_failure();

-- Which events a move of a change's status is. The last failures are told before the change is said to be over.
CREATE FUNCTION webhook_note_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  types text[] := '{}';
  of_type text;
  facts jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'PAUSED' AND NEW.status IN ('PENDING', 'SCHEDULED', 'PROCESSING') THEN
    types := types || 'bulk_change.resumed'::text;
  END IF;
  IF NEW.status = 'PROCESSING' AND (OLD.started_at IS NULL OR OLD.status IN ('PROCESSED', 'ERROR', 'CANCELED')) THEN
    types := types || 'bulk_change.started'::text;
  END IF;
  types := types || CASE NEW.status
    WHEN 'PAUSED' THEN ARRAY['bulk_change.paused']
    WHEN 'PROCESSED' THEN ARRAY['bulk_change.completed']
    WHEN 'ERROR' THEN ARRAY['bulk_change.failed']
    WHEN 'CANCELED' THEN ARRAY['bulk_change.canceled']
    ELSE '{}'::text[] END;
  IF NEW.status IN ('PROCESSED', 'ERROR', 'CANCELED') THEN PERFORM webhook_seal_failures(NEW.id); END IF;
  FOREACH of_type IN ARRAY types LOOP
    CONTINUE WHEN NOT webhook_is_wanted(NEW.tenant_id, of_type);
    SELECT jsonb_build_object('bulkChangeId', b.id, 'changeType', b.change_type, 'serviceProviderId', b.service_provider_id,
      'status', NEW.status, 'counts', jsonb_build_object('total', b.total, 'pending', b.pending, 'processing', b.processing,
        'awaitingConfirmation', b.awaiting_confirmation, 'processed', b.processed, 'error', b.error, 'unknown', b.unknown,
        'canceled', b.canceled)) INTO facts
    FROM bulk_changes b WHERE b.id = NEW.id;
    PERFORM webhook_write_event(NEW.tenant_id, of_type, facts);
  END LOOP;
  RETURN NULL;
END
$$;

-- Deferred to the commit: the tenant's place is then the last lock that is taken, and the rows of a change that is over
-- when it is stored are there.
CREATE CONSTRAINT TRIGGER bulk_changes_webhook_insert AFTER INSERT ON bulk_changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.status IN ('PROCESSED', 'ERROR', 'CANCELED')) EXECUTE FUNCTION webhook_note_move();
CREATE CONSTRAINT TRIGGER bulk_changes_webhook_update AFTER UPDATE OF status ON bulk_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION webhook_note_move();
