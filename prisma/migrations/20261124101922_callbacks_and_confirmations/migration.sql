-- AlterTable
ALTER TABLE "bulk_changes" ADD COLUMN     "personal" TEXT;

-- AlterTable
ALTER TABLE "line_actions" DROP CONSTRAINT "line_actions_pkey",
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'provisioning',
ADD CONSTRAINT "line_actions_pkey" PRIMARY KEY ("service_provider_id", "identifier", "kind", "day");

-- CreateTable
CREATE TABLE "carrier_requests" (
    "tenant_id" UUID NOT NULL,
    "service_provider_id" UUID NOT NULL,
    "device_change_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "carrier_requests_pkey" PRIMARY KEY ("device_change_id","request_id")
);

-- CreateTable
CREATE TABLE "carrier_callbacks" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "service_provider_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "iccid" TEXT,
    "message" JSONB NOT NULL,
    "news_sha256" BYTEA NOT NULL,
    "times_received" INTEGER NOT NULL DEFAULT 1,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carrier_callbacks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_registrations" (
    "service_provider_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "credentials" TEXT NOT NULL,
    "former_credentials" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "registered_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error_message" TEXT,

    CONSTRAINT "callback_registrations_pkey" PRIMARY KEY ("service_provider_id")
);

-- CreateIndex
CREATE INDEX "carrier_requests_request_idx" ON "carrier_requests"("service_provider_id", "request_id");

-- CreateIndex
CREATE INDEX "carrier_callbacks_received_idx" ON "carrier_callbacks"("service_provider_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "carrier_callbacks_news_key" ON "carrier_callbacks"("service_provider_id", "request_id", "news_sha256");

-- AddForeignKey
ALTER TABLE "carrier_requests" ADD CONSTRAINT "carrier_requests_service_provider_fkey" FOREIGN KEY ("tenant_id", "service_provider_id") REFERENCES "service_providers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carrier_requests" ADD CONSTRAINT "carrier_requests_device_change_fkey" FOREIGN KEY ("tenant_id", "device_change_id") REFERENCES "device_changes"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carrier_callbacks" ADD CONSTRAINT "carrier_callbacks_service_provider_fkey" FOREIGN KEY ("service_provider_id") REFERENCES "service_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "callback_registrations" ADD CONSTRAINT "callback_registrations_service_provider_fkey" FOREIGN KEY ("service_provider_id") REFERENCES "service_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "line_actions" ADD CONSTRAINT "line_actions_kind_check" CHECK ("kind" IN ('provisioning', 'plan'));
