-- AlterTable
ALTER TABLE "bulk_changes" ADD COLUMN     "duplicates" INTEGER NOT NULL DEFAULT 0;
