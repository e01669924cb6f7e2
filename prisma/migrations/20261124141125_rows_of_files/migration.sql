-- AlterTable
ALTER TABLE "device_changes" ADD COLUMN     "source_row" INTEGER;
