-- CreateTable
CREATE TABLE "inventory_syncs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "service_provider_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'RUNNING',
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "pages" INTEGER NOT NULL DEFAULT 0,
    "cursor" TEXT,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "drifted" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,

    CONSTRAINT "inventory_syncs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_sightings" (
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "sync_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_sightings_pkey" PRIMARY KEY ("tenant_id","device_id")
);

-- CreateTable
CREATE TABLE "device_drifts" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "sync_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "believed" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "last_device_change_id" UUID,
    "last_bulk_change_id" UUID,
    "detected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,

    CONSTRAINT "device_drifts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "inventory_syncs_provider_idx" ON "inventory_syncs"("tenant_id", "service_provider_id", "started_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inventory_syncs_tenant_id_key" ON "inventory_syncs"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "device_drifts_device_idx" ON "device_drifts"("tenant_id", "device_id", "detected_at");

-- CreateIndex
CREATE INDEX "device_drifts_sync_idx" ON "device_drifts"("tenant_id", "sync_id");

-- AddForeignKey
ALTER TABLE "inventory_syncs" ADD CONSTRAINT "inventory_syncs_service_provider_fkey" FOREIGN KEY ("tenant_id", "service_provider_id") REFERENCES "service_providers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_sightings" ADD CONSTRAINT "device_sightings_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_sightings" ADD CONSTRAINT "device_sightings_sync_fkey" FOREIGN KEY ("tenant_id", "sync_id") REFERENCES "inventory_syncs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_drifts" ADD CONSTRAINT "device_drifts_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_drifts" ADD CONSTRAINT "device_drifts_sync_fkey" FOREIGN KEY ("tenant_id", "sync_id") REFERENCES "inventory_syncs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The rules that Prisma cannot express.
ALTER TABLE "inventory_syncs" ADD CONSTRAINT "inventory_syncs_status_check" CHECK ("status" IN ('RUNNING', 'COMPLETED', 'FAILED', 'CANCELED'));
ALTER TABLE "inventory_syncs" ADD CONSTRAINT "inventory_syncs_finished_check" CHECK (("status" = 'RUNNING') = ("finished_at" IS NULL));
ALTER TABLE "device_drifts" ADD CONSTRAINT "device_drifts_field_check" CHECK ("field" IN ('status', 'carrierRatePlan', 'communicationPlan', 'msisdn', 'imei', 'ipAddress', 'presence'));
ALTER TABLE "device_drifts" ADD CONSTRAINT "device_drifts_resolved_check" CHECK (("resolved_at" IS NULL) = ("resolved_by" IS NULL));

-- One sync at a time for each service provider, and one open drift for each device and field.
CREATE UNIQUE INDEX "inventory_syncs_running_key" ON "inventory_syncs"("service_provider_id") WHERE "status" = 'RUNNING';
CREATE UNIQUE INDEX "device_drifts_open_key" ON "device_drifts"("device_id", "field") WHERE "resolved_at" IS NULL;
