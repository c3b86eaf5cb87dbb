-- name: add_image!
INSERT INTO images (id, job_id, added_at, content) VALUES (:id, :job_id, :at, :content) ON CONFLICT (id) DO NOTHING;

-- name: get_image$
SELECT content FROM images WHERE id = :id;

-- name: drop_images_before!
DELETE FROM images WHERE added_at < :moment;
