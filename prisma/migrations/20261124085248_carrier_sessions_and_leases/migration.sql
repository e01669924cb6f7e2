-- AlterTable
ALTER TABLE "carrier_budgets" ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "open_until" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "carrier_leases" (
    "service_provider_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "holder" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "carrier_leases_pkey" PRIMARY KEY ("service_provider_id","place")
);

-- CreateTable
CREATE TABLE "carrier_sessions" (
    "service_provider_id" UUID NOT NULL,
    "access_token" TEXT,
    "access_expires_at" TIMESTAMPTZ(3),
    "session_token" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "failed_logins" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carrier_sessions_pkey" PRIMARY KEY ("service_provider_id")
);

-- CreateTable
CREATE TABLE "line_actions" (
    "service_provider_id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "actions" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "line_actions_pkey" PRIMARY KEY ("service_provider_id","identifier","day")
);

-- AddForeignKey
ALTER TABLE "carrier_leases" ADD CONSTRAINT "carrier_leases_service_provider_fkey" FOREIGN KEY ("service_provider_id") REFERENCES "service_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carrier_sessions" ADD CONSTRAINT "carrier_sessions_service_provider_fkey" FOREIGN KEY ("service_provider_id") REFERENCES "service_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_actions" ADD CONSTRAINT "line_actions_service_provider_fkey" FOREIGN KEY ("service_provider_id") REFERENCES "service_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
