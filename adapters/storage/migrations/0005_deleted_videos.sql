-- When somebody took a posted video out of its conversation again.
ALTER TABLE jobs ADD COLUMN deleted_at BIGINT;
