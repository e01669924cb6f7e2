-- AlterTable
ALTER TABLE "bulk_changes" ADD COLUMN     "approved_at" TIMESTAMPTZ(3),
ADD COLUMN     "approved_by" TEXT,
ADD COLUMN     "halted_at" TIMESTAMPTZ(3),
ADD COLUMN     "held_by" TEXT,
ADD COLUMN     "pause_reason" TEXT,
ADD COLUMN     "requires_approval" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resubmit_of" UUID,
ADD COLUMN     "rollout" JSONB,
ADD COLUMN     "undo_of" UUID,
ADD COLUMN     "wave" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "device_changes" ADD COLUMN     "effective_at" TIMESTAMPTZ(3),
ADD COLUMN     "order" JSONB;

-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "requires_approval" BOOLEAN NOT NULL DEFAULT false;
