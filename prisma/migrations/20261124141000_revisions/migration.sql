-- AlterTable
ALTER TABLE "bulk_changes" ADD COLUMN     "revision" BIGINT NOT NULL DEFAULT 1;

-- Counted here, whoever writes the row, so that every API process sees the same sequence and a restart does not reset it.
CREATE FUNCTION bulk_changes_count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END
$$;

-- What listeners of a change are told: it moves in many statements, which know nothing of listeners. The condition costs a
-- comparison; only a row that moved calls the function.
CREATE TRIGGER "bulk_changes_revision" BEFORE UPDATE ON "bulk_changes" FOR EACH ROW
WHEN (
  (OLD.status, OLD.effective_at, OLD.time_zone, OLD.wave, OLD.pause_reason, OLD.held_by, OLD.started_at, OLD.finished_at,
    OLD.total, OLD.pending, OLD.processing, OLD.awaiting_confirmation, OLD.processed, OLD.error, OLD.unknown, OLD.canceled)
  IS DISTINCT FROM
  (NEW.status, NEW.effective_at, NEW.time_zone, NEW.wave, NEW.pause_reason, NEW.held_by, NEW.started_at, NEW.finished_at,
    NEW.total, NEW.pending, NEW.processing, NEW.awaiting_confirmation, NEW.processed, NEW.error, NEW.unknown, NEW.canceled)
)
EXECUTE FUNCTION bulk_changes_count_revision();
