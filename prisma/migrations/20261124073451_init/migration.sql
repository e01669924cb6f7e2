-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" UUID,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_sha256" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_providers" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "integration" TEXT NOT NULL,
    "portal_type" TEXT NOT NULL DEFAULT 'M2M',
    "base_url" TEXT NOT NULL,
    "credentials" TEXT,
    "credentials_updated_at" TIMESTAMPTZ(3),
    "billing_period_end_day" INTEGER NOT NULL DEFAULT 1,
    "billing_period_end_hour" INTEGER NOT NULL DEFAULT 0,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "write_enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_providers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "carrier_budgets" (
    "service_provider_id" UUID NOT NULL,
    "next_free_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carrier_budgets_pkey" PRIMARY KEY ("service_provider_id")
);

-- CreateTable
CREATE TABLE "carrier_rate_plans" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "service_provider_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "plan_uuid" UUID,
    "rate_plan_id" INTEGER,
    "included_mb" DECIMAL(14,3) NOT NULL DEFAULT 0,
    "base_rate" DECIMAL(14,4) NOT NULL DEFAULT 0,
    "allowed_sim_types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carrier_rate_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "communication_plans" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "service_provider_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "allowed_services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "communication_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_rate_plans" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "included_mb" DECIMAL(14,3) NOT NULL DEFAULT 0,
    "base_rate" DECIMAL(14,4) NOT NULL DEFAULT 0,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_rate_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_rate_pools" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "included_mb" DECIMAL(14,3) NOT NULL DEFAULT 0,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_rate_pools_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rev_customer_id" TEXT,
    "account_number" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sites" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sites_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_connections" (
    "tenant_id" UUID NOT NULL,
    "base_url" TEXT NOT NULL,
    "credentials" TEXT,
    "credentials_updated_at" TIMESTAMPTZ(3),
    "write_enabled" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_connections_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "rev_services" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "device_id" UUID,
    "external_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "iccid" TEXT,
    "service_type_id" TEXT,
    "package_id" TEXT,
    "activated_at" TIMESTAMPTZ(3),
    "disconnected_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rev_services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rev_service_products" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "rev_service_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "rate" DECIMAL(14,4) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rev_service_products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "devices" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "service_provider_id" UUID NOT NULL,
    "iccid" TEXT NOT NULL,
    "msisdn" TEXT,
    "imei" TEXT,
    "eid" TEXT,
    "status" TEXT NOT NULL,
    "sim_type" TEXT,
    "carrier_rate_plan_id" UUID,
    "communication_plan_id" UUID,
    "ip_address" TEXT,
    "username" TEXT,
    "cost_centers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "usage_mb" DECIMAL(14,3) NOT NULL DEFAULT 0,
    "last_activated_at" TIMESTAMPTZ(3),
    "last_status_change_at" TIMESTAMPTZ(3),
    "deactivated_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_tenants" (
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "customer_id" UUID,
    "site_id" UUID,
    "account_number" TEXT,
    "customer_rate_plan_id" UUID,
    "customer_rate_pool_id" UUID,
    "data_allocation_mb" DECIMAL(14,3),
    "rev_service_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_tenants_pkey" PRIMARY KEY ("tenant_id","device_id")
);

-- CreateTable
CREATE TABLE "device_assignments" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "device_change_id" UUID NOT NULL,
    "bulk_change_id" UUID NOT NULL,
    "customer_id" UUID,
    "site_id" UUID,
    "account_number" TEXT,
    "rev_service_id" UUID,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_rate_plan_periods" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "device_change_id" UUID NOT NULL,
    "bulk_change_id" UUID NOT NULL,
    "customer_rate_plan_id" UUID,
    "customer_rate_pool_id" UUID,
    "data_allocation_mb" DECIMAL(14,3),
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_rate_plan_periods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_changes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "service_provider_id" UUID NOT NULL,
    "integration" TEXT NOT NULL,
    "change_type" TEXT NOT NULL,
    "portal_type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "request" JSONB NOT NULL,
    "order" JSONB NOT NULL,
    "on_conflict" TEXT NOT NULL DEFAULT 'queue',
    "effective_at" TIMESTAMPTZ(3),
    "time_zone" TEXT,
    "plan_hash" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "pending" INTEGER NOT NULL DEFAULT 0,
    "processing" INTEGER NOT NULL DEFAULT 0,
    "awaiting_confirmation" INTEGER NOT NULL DEFAULT 0,
    "processed" INTEGER NOT NULL DEFAULT 0,
    "error" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "canceled" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "start_requested_at" TIMESTAMPTZ(3),
    "workflow_run_id" TEXT,

    CONSTRAINT "bulk_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_changes" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "bulk_change_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "identifier" TEXT NOT NULL,
    "identifier_type" TEXT NOT NULL,
    "device_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "error_class" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "overrides" JSONB,
    "before" JSONB,
    "after" JSONB,
    "write_sent_at" TIMESTAMPTZ(3),
    "reopened_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_entries" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "tenant_id" UUID NOT NULL,
    "bulk_change_id" UUID NOT NULL,
    "device_change_id" UUID,
    "portal_type" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "processed_by" TEXT NOT NULL,
    "request_text" TEXT,
    "response_text" TEXT,
    "response_status" TEXT NOT NULL,
    "has_errors" BOOLEAN NOT NULL,
    "error_text" TEXT,
    "duration_ms" INTEGER,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "request_sha256" BYTEA NOT NULL,
    "subject_id" UUID,
    "response_status" INTEGER,
    "response_headers" JSONB,
    "response_body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("tenant_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenants_name_key" ON "tenants"("name");

-- CreateIndex
CREATE UNIQUE INDEX "users_tenant_id_key" ON "users"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_tenant_email_key" ON "users"("tenant_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_sha256_key" ON "api_tokens"("token_sha256");

-- CreateIndex
CREATE INDEX "api_tokens_user_idx" ON "api_tokens"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_tenant_id_key" ON "api_tokens"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "service_providers_tenant_id_key" ON "service_providers"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "service_providers_tenant_name_key" ON "service_providers"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "carrier_rate_plans_tenant_provider_idx" ON "carrier_rate_plans"("tenant_id", "service_provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "carrier_rate_plans_tenant_id_key" ON "carrier_rate_plans"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "carrier_rate_plans_provider_code_key" ON "carrier_rate_plans"("service_provider_id", "code");

-- CreateIndex
CREATE INDEX "communication_plans_tenant_provider_idx" ON "communication_plans"("tenant_id", "service_provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "communication_plans_tenant_id_key" ON "communication_plans"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "communication_plans_provider_name_key" ON "communication_plans"("service_provider_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "customer_rate_plans_tenant_id_key" ON "customer_rate_plans"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_rate_plans_tenant_code_key" ON "customer_rate_plans"("tenant_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "customer_rate_pools_tenant_id_key" ON "customer_rate_pools"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_rate_pools_tenant_name_key" ON "customer_rate_pools"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "customers_tenant_id_key" ON "customers"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_tenant_rev_customer_key" ON "customers"("tenant_id", "rev_customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_tenant_name_key" ON "customers"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "sites_tenant_customer_idx" ON "sites"("tenant_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "sites_tenant_id_key" ON "sites"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sites_customer_name_key" ON "sites"("customer_id", "name");

-- CreateIndex
CREATE INDEX "rev_services_device_idx" ON "rev_services"("tenant_id", "device_id");

-- CreateIndex
CREATE INDEX "rev_services_customer_idx" ON "rev_services"("tenant_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "rev_services_tenant_id_key" ON "rev_services"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rev_services_tenant_external_key" ON "rev_services"("tenant_id", "external_id");

-- CreateIndex
CREATE INDEX "rev_service_products_service_idx" ON "rev_service_products"("tenant_id", "rev_service_id");

-- CreateIndex
CREATE UNIQUE INDEX "rev_service_products_tenant_external_key" ON "rev_service_products"("tenant_id", "external_id");

-- CreateIndex
CREATE INDEX "devices_provider_msisdn_idx" ON "devices"("service_provider_id", "msisdn");

-- CreateIndex
CREATE INDEX "devices_tenant_provider_idx" ON "devices"("tenant_id", "service_provider_id", "id");

-- CreateIndex
CREATE INDEX "devices_tenant_status_idx" ON "devices"("tenant_id", "status", "id");

-- CreateIndex
CREATE INDEX "devices_tenant_plan_idx" ON "devices"("tenant_id", "carrier_rate_plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "devices_tenant_id_key" ON "devices"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "devices_provider_iccid_key" ON "devices"("service_provider_id", "iccid");

-- CreateIndex
CREATE INDEX "device_tenants_customer_idx" ON "device_tenants"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "device_tenants_site_idx" ON "device_tenants"("tenant_id", "site_id");

-- CreateIndex
CREATE INDEX "device_tenants_customer_rate_plan_idx" ON "device_tenants"("tenant_id", "customer_rate_plan_id");

-- CreateIndex
CREATE INDEX "device_tenants_customer_rate_pool_idx" ON "device_tenants"("tenant_id", "customer_rate_pool_id");

-- CreateIndex
CREATE INDEX "device_tenants_rev_service_idx" ON "device_tenants"("tenant_id", "rev_service_id");

-- CreateIndex
CREATE INDEX "device_assignments_device_idx" ON "device_assignments"("tenant_id", "device_id", "effective_from");

-- CreateIndex
CREATE UNIQUE INDEX "device_assignments_device_change_key" ON "device_assignments"("device_change_id");

-- CreateIndex
CREATE INDEX "customer_rate_plan_periods_device_idx" ON "customer_rate_plan_periods"("tenant_id", "device_id", "period_start");

-- CreateIndex
CREATE UNIQUE INDEX "customer_rate_plan_periods_change_period_key" ON "customer_rate_plan_periods"("device_change_id", "period_start");

-- CreateIndex
CREATE INDEX "bulk_changes_tenant_status_idx" ON "bulk_changes"("tenant_id", "status", "id");

-- CreateIndex
CREATE INDEX "bulk_changes_tenant_type_idx" ON "bulk_changes"("tenant_id", "change_type", "id");

-- CreateIndex
CREATE INDEX "bulk_changes_tenant_provider_idx" ON "bulk_changes"("tenant_id", "service_provider_id", "id");

-- CreateIndex
CREATE INDEX "bulk_changes_tenant_created_idx" ON "bulk_changes"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_changes_tenant_id_key" ON "bulk_changes"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "device_changes_status_idx" ON "device_changes"("bulk_change_id", "status", "row_number");

-- CreateIndex
CREATE INDEX "device_changes_error_idx" ON "device_changes"("bulk_change_id", "error_code", "row_number");

-- CreateIndex
CREATE INDEX "device_changes_device_idx" ON "device_changes"("tenant_id", "device_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "device_changes_row_key" ON "device_changes"("bulk_change_id", "row_number");

-- CreateIndex
CREATE UNIQUE INDEX "device_changes_tenant_id_key" ON "device_changes"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "log_entries_bulk_change_idx" ON "log_entries"("bulk_change_id", "id");

-- CreateIndex
CREATE INDEX "log_entries_device_change_idx" ON "log_entries"("device_change_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_idx" ON "audit_entries"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_subject_idx" ON "audit_entries"("tenant_id", "subject", "subject_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_idx" ON "idempotency_keys"("expires_at");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "service_providers" ADD CONSTRAINT "service_providers_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carrier_budgets" ADD CONSTRAINT "carrier_budgets_service_provider_fkey" FOREIGN KEY ("service_provider_id") REFERENCES "service_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "carrier_rate_plans" ADD CONSTRAINT "carrier_rate_plans_service_provider_fkey" FOREIGN KEY ("tenant_id", "service_provider_id") REFERENCES "service_providers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "communication_plans" ADD CONSTRAINT "communication_plans_service_provider_fkey" FOREIGN KEY ("tenant_id", "service_provider_id") REFERENCES "service_providers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_rate_plans" ADD CONSTRAINT "customer_rate_plans_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_rate_pools" ADD CONSTRAINT "customer_rate_pools_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sites" ADD CONSTRAINT "sites_customer_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_connections" ADD CONSTRAINT "billing_connections_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rev_services" ADD CONSTRAINT "rev_services_customer_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rev_services" ADD CONSTRAINT "rev_services_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "rev_service_products" ADD CONSTRAINT "rev_service_products_service_fkey" FOREIGN KEY ("tenant_id", "rev_service_id") REFERENCES "rev_services"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_service_provider_fkey" FOREIGN KEY ("tenant_id", "service_provider_id") REFERENCES "service_providers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_carrier_rate_plan_fkey" FOREIGN KEY ("tenant_id", "carrier_rate_plan_id") REFERENCES "carrier_rate_plans"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_communication_plan_fkey" FOREIGN KEY ("tenant_id", "communication_plan_id") REFERENCES "communication_plans"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_tenants" ADD CONSTRAINT "device_tenants_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_tenants" ADD CONSTRAINT "device_tenants_customer_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customers"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_tenants" ADD CONSTRAINT "device_tenants_site_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "sites"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_tenants" ADD CONSTRAINT "device_tenants_customer_rate_plan_fkey" FOREIGN KEY ("tenant_id", "customer_rate_plan_id") REFERENCES "customer_rate_plans"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_tenants" ADD CONSTRAINT "device_tenants_customer_rate_pool_fkey" FOREIGN KEY ("tenant_id", "customer_rate_pool_id") REFERENCES "customer_rate_pools"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_tenants" ADD CONSTRAINT "device_tenants_rev_service_fkey" FOREIGN KEY ("tenant_id", "rev_service_id") REFERENCES "rev_services"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_assignments" ADD CONSTRAINT "device_assignments_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_rate_plan_periods" ADD CONSTRAINT "customer_rate_plan_periods_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_service_provider_fkey" FOREIGN KEY ("tenant_id", "service_provider_id") REFERENCES "service_providers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_changes" ADD CONSTRAINT "device_changes_bulk_change_fkey" FOREIGN KEY ("tenant_id", "bulk_change_id") REFERENCES "bulk_changes"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_changes" ADD CONSTRAINT "device_changes_device_fkey" FOREIGN KEY ("tenant_id", "device_id") REFERENCES "devices"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "log_entries" ADD CONSTRAINT "log_entries_bulk_change_fkey" FOREIGN KEY ("tenant_id", "bulk_change_id") REFERENCES "bulk_changes"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot express: the words that a column may hold (a test compares them with the domain's lists), and an
-- index for the few changes whose start is wanted and not confirmed.
ALTER TABLE "users" ADD CONSTRAINT "users_role_check" CHECK ("role" IN ('admin', 'operator', 'viewer'));
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_role_check" CHECK ("role" IN ('admin', 'operator', 'viewer'));
ALTER TABLE "service_providers" ADD CONSTRAINT "service_providers_integration_check" CHECK ("integration" IN ('JASPER', 'THINGSPACE', 'POND', 'TELEGENCE'));
ALTER TABLE "service_providers" ADD CONSTRAINT "service_providers_portal_type_check" CHECK ("portal_type" IN ('M2M', 'MOBILITY', 'LNP'));
ALTER TABLE "service_providers" ADD CONSTRAINT "service_providers_billing_day_check" CHECK ("billing_period_end_day" BETWEEN 1 AND 28);
ALTER TABLE "service_providers" ADD CONSTRAINT "service_providers_billing_hour_check" CHECK ("billing_period_end_hour" BETWEEN 0 AND 23);
ALTER TABLE "devices" ADD CONSTRAINT "devices_status_check" CHECK ("status" IN ('inventory', 'pending_activation', 'active', 'suspended', 'deactivated', 'retired', 'terminated'));
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_integration_check" CHECK ("integration" IN ('JASPER', 'THINGSPACE', 'POND', 'TELEGENCE'));
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_change_type_check" CHECK ("change_type" IN ('customerassignment', 'carrierrateplanchange', 'customerrateplanchange', 'statusupdate'));
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_portal_type_check" CHECK ("portal_type" IN ('M2M', 'MOBILITY', 'LNP'));
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_status_check" CHECK ("status" IN ('PENDING', 'AWAITING_APPROVAL', 'SCHEDULED', 'PROCESSING', 'PAUSED', 'PROCESSED', 'ERROR', 'CANCELED'));
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_on_conflict_check" CHECK ("on_conflict" IN ('queue', 'reject'));
-- Counts are moved by the statements that move the rows; these make a mistake there fail instead of lie.
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_counts_check" CHECK ("pending" >= 0 AND "processing" >= 0 AND "awaiting_confirmation" >= 0 AND "processed" >= 0 AND "error" >= 0 AND "unknown" >= 0 AND "canceled" >= 0);
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_total_check" CHECK ("total" = "pending" + "processing" + "awaiting_confirmation" + "processed" + "error" + "unknown" + "canceled");
ALTER TABLE "device_changes" ADD CONSTRAINT "device_changes_status_check" CHECK ("status" IN ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION', 'PROCESSED', 'ERROR', 'UNKNOWN', 'CANCELED'));
ALTER TABLE "device_changes" ADD CONSTRAINT "device_changes_identifier_type_check" CHECK ("identifier_type" IN ('ICCID', 'MSISDN'));
ALTER TABLE "device_changes" ADD CONSTRAINT "device_changes_error_class_check" CHECK ("error_class" IN ('VALIDATION', 'TRANSIENT', 'BUSINESS', 'SYSTEM'));
ALTER TABLE "device_changes" ADD CONSTRAINT "device_changes_error_check" CHECK (("status" IN ('ERROR', 'UNKNOWN')) = ("error_code" IS NOT NULL));
ALTER TABLE "log_entries" ADD CONSTRAINT "log_entries_portal_type_check" CHECK ("portal_type" IN ('M2M', 'MOBILITY', 'LNP'));
CREATE INDEX "bulk_changes_start_requested_idx" ON "bulk_changes" ("start_requested_at") WHERE "start_requested_at" IS NOT NULL;
